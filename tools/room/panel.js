// A board with words on it, drawn with the fonts of the machine; any script, no font files.
import { CanvasTexture, LinearFilter, Mesh, MeshBasicMaterial, PlaneGeometry, SRGBColorSpace } from "three";

const DOTS_A_METRE = 1500;
const INK = "#1d2226";
const FONT = "system-ui, sans-serif";

function linesOf(pen, text, width) {
  const lines = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

export class Panel {
  constructor(width, height, { size = 0.03, isChoice = false } = {}) {
    this.size = size;
    this.isChoice = isChoice;
    this.canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * DOTS_A_METRE), height: Math.round(height * DOTS_A_METRE) });
    this.texture = new CanvasTexture(this.canvas);
    this.texture.colorSpace = SRGBColorSpace;
    this.texture.minFilter = LinearFilter;
    this.texture.generateMipmaps = false;
    this.mesh = new Mesh(new PlaneGeometry(width, height), new MeshBasicMaterial({ map: this.texture, transparent: true }));
    this.mesh.panel = this;
    this.shown = null;
    this.mesh.visible = false;
  }

  // Words, and how far a dwelling gaze has come; drawn only when something changed.
  show(title, text, { isAimed = false, part = 0 } = {}) {
    const key = [title, text, isAimed, Math.round(part * 20)].join("\n");
    this.mesh.visible = Boolean(title || text);
    if (key === this.shown || !this.mesh.visible) return;
    this.shown = key;
    const { width, height } = this.canvas;
    const pen = this.canvas.getContext("2d");
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = isAimed ? "#fff7e8" : "#fbfaf6";
    pen.beginPath();
    pen.roundRect(4, 4, width - 8, height - 8, 22);
    pen.fill();
    pen.lineWidth = isAimed ? 9 : 3;
    pen.strokeStyle = isAimed ? "#b45309" : "#8a9299";
    pen.stroke();
    if (part > 0) {
      pen.fillStyle = "#b45309";
      pen.fillRect(20, height - 20, (width - 40) * part, 9);
    }
    this.#write(pen, title, text, width, height);
    this.texture.needsUpdate = true;
  }

  #write(pen, title, text, width, height) {
    let dots = this.size * DOTS_A_METRE;
    let lines = [];
    const head = title ? 1 : 0;
    for (; dots > 18; dots -= 2) {
      pen.font = `${dots}px ${FONT}`;
      lines = linesOf(pen, text, width - 56);
      if ((lines.length + head) * dots * 1.28 <= height - 30) break;
    }
    pen.fillStyle = INK;
    pen.textBaseline = "middle";
    let y = height / 2 - ((lines.length + head - 1) / 2) * dots * 1.28;
    if (title) {
      pen.font = `600 ${dots * 0.86}px ${FONT}`;
      pen.fillText(title, 28, y);
      y += dots * 1.28;
      pen.font = `${dots}px ${FONT}`;
    }
    for (const line of lines) {
      pen.fillText(line, 28, y);
      y += dots * 1.28;
    }
  }
}
