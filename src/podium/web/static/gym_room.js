// The talk beside the room: captions, replies, her own words. It works without the room; the room is loaded on top of it.
// What is sent is the number of a reply or her words, nothing else.
import { browsersModel, keepRewording } from "./gym_model.js";
import { listen, speakAloud } from "./gym_voice.js";

const stage = document.querySelector("[data-stage]");
const { talk, csrf, called } = stage.dataset;
const find = (name) => document.querySelector(`[data-${name}]`);
const words = document.getElementById("words");
const form = find("settings");
let room = null;
let model = null;
let state = null;
let replayed = -1;

const settings = () => ({
  stands: form.stands.checked,
  isLeft: form.isLeft.checked,
  isStill: form.isStill.checked,
  meetsEyes: !form.eyesDown.checked,
  coaches: form.coaches.checked,
  dwells: form.dwells.checked,
  dwell_s: Number(form.dwell_s.value),
});

function fault(text) {
  find("fault").textContent = text;
  find("fault").hidden = !text;
}

async function ask(path, body) {
  const sent = body && { method: "POST", headers: { "content-type": "application/json", "x-podium-csrf": csrf }, body: JSON.stringify(body) };
  const answer = await fetch(talk + path, sent);
  if (answer.ok) return answer.json();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  throw new Error(page.querySelector("main p, main h1")?.textContent ?? answer.statusText);
}

let isBusy = false;
async function say(turn) {
  if (isBusy || !state || state.is_over) return;
  isBusy = true;
  try {
    state = await ask("/say", turn);
    if (model?.isOn) await rewordTheLastLines();
    words.value = "";
    delete words.dataset.spoken;
    fault("");
    show();
  } catch (stopped) {
    fault(stopped.message);
  }
  isBusy = false;
}

async function rewordTheLastLines() {
  const lines = await model.reword(state.says, state.turns.map((turn) => turn.you));
  if (lines.length) state = (await keepRewording(talk, csrf, state.turn, lines)) ?? state;
}

function caption(pairs) {
  const lines = pairs.map(([who, text, kind]) => {
    const line = document.createElement("p");
    const name = document.createElement("b");
    name.textContent = `${who}: `;
    line.append(name, text);
    if (kind) line.className = kind;
    return line;
  });
  find("caption").replaceChildren(...lines);
}

const level = (value) => "▮".repeat(value) + "▯".repeat(10 - value);
function coach(mood) {
  const text = `${stage.dataset.trust} ${level(mood.trust)} ${mood.trust}\n${stage.dataset.guard} ${level(mood.guard)} ${mood.guard}`;
  find("coach").textContent = text;
  find("coach").hidden = !form.coaches.checked;
  return { title: "", words: text };
}

function offers() {
  const buttons = state.offers.map(({ pick, text }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `${pick}. ${text}`;
    button.dataset.key = pick;
    button.addEventListener("click", () => say({ pick }));
    return button;
  });
  find("replies").replaceChildren(...buttons);
}

const marked = (line, turn) => (turn?.is_reworded ? `${line} ${stage.dataset.mark}` : line);

function show() {
  const last = state.turns.at(-1);
  caption([...(last ? [[stage.dataset.you, last.you, "soft"]] : []), ...state.says.map((line) => [called, marked(line, last)])]);
  offers();
  const isToldAll = state.is_over && !state.needs_guess;
  find("say").hidden = state.is_over;
  find("over-words").hidden = !state.is_over;
  find("replay").hidden = !isToldAll;
  const text = state.says.join(" ");
  const after = state.is_over ? `${text} ${isToldAll ? "" : stage.dataset.over}` : text;
  const board = { title: called, words: after, offers: isToldAll ? [{ pick: 1, text: stage.dataset.next }] : state.offers };
  room?.show({ ...board, mood: state.mood, turn: state.turn, spoken: text, coach: coach(state.mood), leave: stage.dataset.leave, isReplay: isToldAll });
}

// The talk again, from the chair of the other: she is seen and heard; what the other said and thought is hers to read.
async function step() {
  if (room && replayed < 0) {
    const { fetchOther } = await import(stage.dataset.room);
    await fetchOther(room, stage.dataset.other);
    room.sit(true);
  }
  replayed = (replayed + 1) % state.turns.length;
  const turn = state.turns[replayed];
  const [trust, guard] = turn.after;
  const lines = [[stage.dataset.you, turn.you], ...turn.says.map((line) => [called, marked(line, turn), "soft"])];
  if (turn.thought) lines.push([`${called}, ${stage.dataset.thought}`, turn.thought, "soft"]);
  caption(lines);
  const isLast = replayed === state.turns.length - 1;
  find("step").textContent = isLast ? stage.dataset.start : stage.dataset.next;
  const board = { title: stage.dataset.you, words: [turn.you, ...turn.says, turn.thought && `(${turn.thought})`].filter(Boolean).join(" / ") };
  room?.show({ ...board, offers: [{ pick: 1, text: stage.dataset.next }], mood: { trust, guard }, turn: replayed, spoken: turn.you, coach: coach({ trust, guard }), leave: stage.dataset.leave, isReplay: true });
}

function wire() {
  find("say").addEventListener("submit", (event) => {
    event.preventDefault();
    say({ text: words.value, spoken: words.dataset.spoken === "yes" });
  });
  find("step").addEventListener("click", step);
  form.addEventListener("change", () => {
    room?.set(settings());
    if (state) show();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, select, input:not([type=checkbox])")) return;
    document.querySelector(`button[data-key="${CSS.escape(event.key)}"]`)?.click();
  });
  listen(find("listen"), words);
  speakAloud(find("speak"), () => state?.says ?? []);
}

async function furnish() {
  const { open } = await import(stage.dataset.room);
  const canvas = stage.querySelector("canvas");
  room = await open({ canvas, figure: stage.dataset.figure, settings: settings(), onPick: (pick) => say({ pick }), onNext: step });
  const isVR = await navigator.xr?.isSessionSupported("immersive-vr").catch(() => false);
  find("novr").hidden = isSecureContext;
  find("vr").addEventListener("click", () => room.enterVR().catch((stopped) => fault(stopped.message)));
  find("vr").hidden = !isVR;
}

browsersModel(document.querySelector("[data-rewords]")).then((found) => (model = found));
form.isStill.checked = matchMedia("(prefers-reduced-motion: reduce)").matches;
wire();
// The words come first, and do not wait for the room.
ask("/state").then((first) => {
  state = first;
  show();
}, (stopped) => fault(stopped.message));
furnish().then(() => state && show(), () => {
  stage.querySelector("canvas").hidden = true;
  stage.classList.add("flat");
  find("flat").hidden = false;
});
