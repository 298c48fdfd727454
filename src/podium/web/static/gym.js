// Makes the talk page quicker to use; without it every button still works. Nothing is recorded and nothing is sent.
import { browsersModel, keepRewording } from "./gym_model.js";
import { listen, speakAloud } from "./gym_voice.js";

const isTyping = (target) => target.closest("textarea, select, input:not([type=checkbox])");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const reply = document.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
  if (reply) reply.click();
});

if (location.hash === "#now") document.getElementById("now")?.focus();

// Captions are the text; a voice on this machine may read them aloud, and an ear on it may write down what she speaks.
const latest = () => {
  const lines = [...document.querySelectorAll("ol.talk li")];
  const since = lines.findLastIndex((line) => line.classList.contains("hers")) + 1;
  return lines.slice(since).map((line) => line.textContent.replace(/^[^:]*:/, ""));
};
speakAloud(document.querySelector("[data-speak]"), latest);
const words = document.getElementById("words");
listen(document.querySelector("[data-listen]"), words);
words?.form.addEventListener("submit", () => {
  words.form.elements.spoken.value = words.dataset.spoken ?? "";
});

// The last lines wait for the browser's own model where she switched it on, two seconds at most.
const log = document.querySelector("[data-talk]");
async function rewordTheLastLines() {
  const model = await browsersModel(document.querySelector("[data-rewords]"));
  const lines = [...document.querySelectorAll("[data-last]")];
  if (!model?.isOn || !lines.length || lines.some((line) => line.querySelector(".soft"))) return;
  const spoken = [...document.querySelectorAll("ol.talk li.hers [data-said]")].map((line) => line.textContent);
  for (const line of lines) line.hidden = true;
  const reworded = await model.reword(lines.map((line) => line.querySelector("span").textContent), spoken);
  const state = reworded.length ? await keepRewording(log.dataset.talk, log.dataset.csrf, Number(log.dataset.turn), reworded) : null;
  lines.forEach((line, n) => {
    line.hidden = false;
    if (!state) return;
    const mark = document.createElement("span");
    mark.className = "soft";
    mark.textContent = log.dataset.mark;
    line.querySelector("span").textContent = reworded[n];
    line.append(" ", mark);
  });
}
rewordTheLastLines();
