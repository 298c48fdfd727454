// Checks a text while it is typed, and watches the file so that another program's change is seen at once.
const root = document.documentElement.dataset.root;

function show(form, notes) {
  const place = form.querySelector("[data-notes]");
  if (!notes.length) {
    const good = Object.assign(document.createElement("p"), { className: "good", textContent: form.dataset.good });
    return place.replaceChildren(good);
  }
  const list = document.createElement("ul");
  for (const note of notes) {
    const item = document.createElement("li");
    const where = Object.assign(document.createElement("b"), { textContent: `${form.dataset.line} ${note.line}` });
    item.append(where, note.field ? ` ${note.field}` : "", `: ${note.what}${note.instead ? `; ${note.instead}` : ""}`);
    list.append(item);
  }
  place.replaceChildren(list);
}

export function watch(form) {
  const text = form.elements.text;
  const csrf = form.elements.csrf.value;
  const first = text.value;
  let turn = 0;
  let timer;
  const check = async () => {
    const mine = ++turn;
    const answer = await fetch(`${root}/api/journal/check`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-podium-csrf": csrf },
      body: JSON.stringify({ file: form.dataset.file, text: text.value }),
    }).catch(() => null);
    if (answer?.ok && mine === turn) show(form, (await answer.json()).notes);
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, 150);
  });
  // Words may have been typed before this script came.
  if (text.value !== text.defaultValue) check();
  const look = async () => {
    if (!document.hidden) {
      const answer = await fetch(`${root}/api/journal/stamp?file=${encodeURIComponent(form.dataset.file)}`).catch(() => null);
      if (answer?.ok && (await answer.json()).stamp !== form.dataset.stamp) {
        document.querySelector("[data-outside]").hidden = false;
        return;
      }
    }
    setTimeout(look, 1500);
  };
  setTimeout(look, 1500);
  let leaves = false;
  form.addEventListener("submit", () => (leaves = true));
  addEventListener("beforeunload", (event) => {
    if (!leaves && text.value !== first) event.preventDefault();
  });
}
