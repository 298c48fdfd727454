// Voices and ears of the browser's own, and only those that run on this machine. No sound is kept or sent.

const voices = () => (window.speechSynthesis?.getVoices() ?? []).filter((voice) => voice.localService);

// A button that reads lines aloud; hidden where there is no voice. Captions are the text all the same.
export function speakAloud(button, lines) {
  if (!button || !window.speechSynthesis) return;
  const offer = () => (button.hidden = voices().length === 0);
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  button.addEventListener("click", () => {
    speechSynthesis.cancel();
    for (const line of lines()) {
      const spoken = new SpeechSynthesisUtterance(line);
      spoken.voice = voices().find((voice) => voice.lang.startsWith("en")) ?? voices()[0];
      speechSynthesis.speak(spoken);
    }
  });
}

// A button that writes what she speaks into the field, for her to change; it says nothing by itself. Only where the
// browser can hear on this machine (`processLocally`) and has what it needs already: no download, no server of anybody.
export async function listen(button, field) {
  const Recognition = window.SpeechRecognition;
  if (!button || !Recognition?.available || !("processLocally" in Recognition.prototype)) return;
  const options = { langs: ["en-US"], processLocally: true };
  const found = await Recognition.available(options).catch(() => "unavailable");
  if (found !== "available") return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const ear = new Recognition();
    ear.lang = options.langs[0];
    ear.processLocally = true;
    ear.addEventListener("result", (event) => {
      field.value = [...event.results].map((result) => result[0].transcript).join(" ").trim();
      field.dataset.spoken = "yes";
      field.focus();
    });
    ear.start();
  });
}
