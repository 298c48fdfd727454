// What a page does beyond being read: dates in her own way, pictures saved, readings followed. Every page works without it.
import { savePictures } from "./pictures.js";

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const month = new Intl.DateTimeFormat(undefined, { month: "short", year: "2-digit", timeZone: "UTC" });
const months = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric", timeZone: "UTC" });
const instant = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function say(format, text) {
  const moment = new Date(text);
  return Number.isNaN(moment.valueOf()) ? text : format.format(moment);
}

const folded = "details:not([open])";

function writeTimes(times) {
  for (const time of times) time.textContent = say({ day, month: months }[time.dataset.show] ?? instant, time.dateTime);
}

function inHerWay(text) {
  return text.replace(/\b\d{4}-\d\d-\d\d\b/g, (found) => say(day, found)).replace(/^\d{4}-\d\d$/, (found) => say(month, found));
}

// Bars are one path until a pointer comes; then each is a part of its own that says what it shows.
function tell(part) {
  const tips = part.dataset.tips.split("\n");
  const pieces = tips.length > 1 ? part.getAttribute("d").match(/M[^M]+/g) : [null];
  part.removeAttribute("data-tips");
  part.replaceWith(...pieces.map((piece, index) => {
    const made = part.cloneNode();
    if (piece) made.setAttribute("d", piece);
    const title = document.createElementNS(part.namespaceURI, "title");
    title.textContent = inHerWay(tips[index]);
    made.append(title);
    return made;
  }));
}

// The numbers behind a picture are a page of their own; unfolded, they come here. Unreached, the way to them stays.
async function bring(way) {
  const answer = await fetch(way.href).catch(() => null);
  if (!answer?.ok) return;
  const numbers = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".scroll");
  if (!numbers) return;
  writeTimes(numbers.querySelectorAll("time[data-show]"));
  way.replaceWith(numbers);
}

// A page comes up at once: what is folded away or waits for a pointer is written when it is asked for.
writeTimes([...document.querySelectorAll("time[data-show]")].filter((time) => !time.closest(folded)));
for (const text of document.querySelectorAll("figure .canvas svg text:not(.name)")) text.textContent = inHerWay(text.textContent);
for (const part of document.querySelectorAll(folded)) {
  part.addEventListener("toggle", () => {
    writeTimes(part.querySelectorAll("time[data-show]"));
    part.querySelectorAll(":scope > [data-numbers]").forEach(bring);
  });
}
for (const figure of document.querySelectorAll("figure[data-name]")) {
  const tellAll = () => figure.querySelectorAll(".canvas [data-tips]").forEach(tell);
  for (const act of ["pointerenter", "focusin"]) figure.addEventListener(act, tellAll, { once: true });
}
savePictures(document);
const reading = document.querySelector("[data-reading]");
if (reading) import("./reading.js").then((it) => it.followReading(reading));
const editor = document.querySelector("[data-editor]");
if (editor) import("./editor.js").then((it) => it.watch(editor));
const syncs = document.querySelectorAll("[data-sync]");
if (syncs.length) import("./syncs.js").then((it) => it.followSyncs(syncs));
const zone = document.querySelector("[data-zone]");
if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
const passkey = document.querySelector("[data-passkey]");
if (passkey) import("./passkey.js").then((it) => it.watch(passkey));
