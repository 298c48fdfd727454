// The model that came with her browser, only where it lies on this machine already: nothing is downloaded, and nothing is
// asked before she switched it on. It rewords the line that was written; late, empty or too long, the written line stands.
const TIMEOUT_MS = 2000;
const MOST_CHARACTERS = 220;
const SWITCHED_ON = "podium-gym-rewords";

// What she can switch on, in the part of the page that says what it does; null where the browser has no such model.
export async function browsersModel(part) {
  const state = await window.LanguageModel?.availability?.().catch(() => "unavailable");
  if (!part || state !== "available") return null;
  const box = part.querySelector("input");
  // For this tab alone: the next page of the talk remembers it, the next visit does not.
  box.checked = sessionStorage.getItem(SWITCHED_ON) === "yes";
  box.addEventListener("change", () => (box.checked ? sessionStorage.setItem(SWITCHED_ON, "yes") : sessionStorage.removeItem(SWITCHED_ON)));
  part.hidden = false;
  return {
    get isOn() {
      return box.checked;
    },
    reword: (says, spoken) => reword(part.dataset.order, says, spoken),
  };
}

// The lines in other words; none when one of them cannot be used or all of them are not there in time.
async function reword(order, says, spoken) {
  const stop = new AbortController();
  const late = new Promise((give) => setTimeout(give, TIMEOUT_MS, []));
  const asked = ask(order, says, spoken, stop.signal).catch(() => []);
  const lines = await Promise.race([asked, late]);
  stop.abort();
  return lines;
}

async function ask(order, says, spoken, signal) {
  const session = await window.LanguageModel.create({ initialPrompts: [{ role: "system", content: order }], signal });
  try {
    const lines = [];
    for (const line of says) {
      const answer = await session.prompt(`The manager said last: ${spoken.slice(-3).join(" / ")}\nThe line: ${line}`, { signal });
      const text = String(answer).split(/\s+/).join(" ").trim().replace(/^"|"$/g, "");
      if (!text || text.length > MOST_CHARACTERS) return [];
      lines.push(text);
    }
    return lines;
  } finally {
    session.destroy?.();
  }
}

// Keeps a rewording beside the written lines, in the talk's own log; the state after it.
export async function keepRewording(talk, csrf, turn, lines) {
  const sent = { method: "POST", headers: { "content-type": "application/json", "x-podium-csrf": csrf }, body: JSON.stringify({ turn, lines }) };
  const answer = await fetch(`${talk}/reworded`, sent);
  return answer.ok ? answer.json() : null;
}
