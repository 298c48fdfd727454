// Makes the talk page quicker to use; without it every button still works. Nothing is recorded and nothing is sent.
import { listen, speakAloud } from "./gym_voice.js";

const isTyping = (target) => target.closest("textarea, input, select");

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
