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

for (const time of document.querySelectorAll("time[data-show]")) {
  time.textContent = say({ day, month: months }[time.dataset.show] ?? instant, time.dateTime);
}
for (const part of document.querySelectorAll("figure .canvas svg :is(title, text:not(.name))")) {
  part.textContent = part.textContent
    .replace(/\b\d{4}-\d\d-\d\d\b/g, (text) => say(day, text))
    .replace(/^\d{4}-\d\d$/, (text) => say(month, text));
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
