// Makes the talk page quicker to use; without it every button still works. Nothing is recorded and nothing is sent.
const isTyping = (target) => target.closest("textarea, input, select");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const reply = document.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
  if (reply) reply.click();
});

if (location.hash === "#now") document.getElementById("now")?.focus();

// Captions are the text; a voice of the browser's own may read them aloud, where there is one that runs on this machine.
const speak = document.querySelector("[data-speak]");
const voices = () => (window.speechSynthesis?.getVoices() ?? []).filter((voice) => voice.localService);
const offer = () => {
  if (speak) speak.hidden = voices().length === 0;
};
const read = () => {
  const lines = [...document.querySelectorAll("ol.talk li")];
  const since = lines.findLastIndex((line) => line.classList.contains("hers")) + 1;
  speechSynthesis.cancel();
  for (const line of lines.slice(since)) {
    const said = new SpeechSynthesisUtterance(line.textContent.replace(/^[^:]*:/, ""));
    said.voice = voices().find((voice) => voice.lang.startsWith("en")) ?? voices()[0];
    speechSynthesis.speak(said);
  }
};
if (speak && window.speechSynthesis) {
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  speak.addEventListener("click", read);
}
