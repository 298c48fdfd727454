// What a page does beyond being read: dates in her own way, pictures saved, readings followed. Every page works without it.
import { followReading } from "./reading.js";
import { savePictures } from "./pictures.js";
import { followSyncs } from "./syncs.js";

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const instant = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

for (const time of document.querySelectorAll("time[data-show]")) {
  const moment = new Date(time.dateTime);
  if (!Number.isNaN(moment.valueOf())) time.textContent = (time.dataset.show === "day" ? day : instant).format(moment);
}
savePictures(document);
const reading = document.querySelector("[data-reading]");
if (reading) followReading(reading);
const editor = document.querySelector("[data-editor]");
if (editor) import("./editor.js").then((it) => it.watch(editor));
const syncs = document.querySelectorAll("[data-sync]");
if (syncs.length) followSyncs(syncs);
const zone = document.querySelector("[data-zone]");
if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
const passkey = document.querySelector("[data-passkey]");
if (passkey) import("./passkey.js").then((it) => it.watch(passkey));
