// Saves a picture as the page shows it: its colours are written into the copy, so that it stands alone.
const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family", "font-weight"];

function standAlone(svg) {
  const copy = svg.cloneNode(true);
  const [from, to] = [svg.querySelectorAll("*"), copy.querySelectorAll("*")];
  from.forEach((part, index) => {
    const look = getComputedStyle(part);
    for (const name of LOOKS) to[index].setAttribute(name, look.getPropertyValue(name));
    to[index].removeAttribute("class");
  });
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width, height, fill: getComputedStyle(document.documentElement).backgroundColor })) paper.setAttribute(name, value);
  copy.prepend(paper);
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
}

function hand(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function paint(svg, blob) {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  const { width, height } = svg.viewBox.baseVal;
  const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

export function savePictures(page) {
  for (const figure of page.querySelectorAll("figure[data-name]")) {
    const svg = figure.querySelector(".canvas svg");
    const bar = figure.querySelector("[data-saves]");
    if (!svg || !bar) continue;
    bar.hidden = false;
    bar.addEventListener("click", async (event) => {
      const kind = event.target.dataset.save;
      if (!kind) return;
      const blob = standAlone(svg);
      hand(kind === "svg" ? blob : await paint(svg, blob), `podium-${figure.dataset.name}.${kind}`);
    });
  }
}
