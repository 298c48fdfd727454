// The room in three dimensions. It shows the state it is given and tells which reply was chosen; it keeps nothing, sends
// nothing, and where she looks is used for the frame it was seen in.
import {
  AdditiveBlending, BufferGeometry, Group, Line, LineBasicMaterial, Matrix4, PerspectiveCamera, Raycaster, Scene, SRGBColorSpace, Vector3,
  WebGLRenderer,
} from "three";
import { furnish } from "./furniture.js";
import { Panel } from "./panel.js";
import { Person } from "./person.js";

const EYES_SEATED_M = 1.2;
const EYES_STANDING_M = 1.62;
const OTHER_SEAT = -1.2;
const REPLIES = 5;
// Low enough that hands on the table are seen above the caption.
const TILT = -0.2;
const LOOK_A_PIXEL = 0.004;
const WALK_M_A_S = 1.1;

class Stage {
  constructor(canvas, { settings, onPick, onNext, onLeave }) {
    this.settings = { stands: false, isLeft: false, isStill: false, meetsEyes: true, coaches: false, dwell_s: 1.2, dwells: false, ...settings };
    this.on = { pick: onPick, next: onNext, leave: onLeave };
    this.canvas = canvas;
    this.renderer = new WebGLRenderer({ canvas, antialias: this.settings.isSmooth !== false, powerPreference: "low-power" });
    this.renderer.outputColorSpace = SRGBColorSpace;
    this.renderer.xr.enabled = true;
    this.renderer.xr.addEventListener("sessionend", () => this.#left());
    this.scene = new Scene();
    this.furniture = furnish(this.scene);
    this.camera = new PerspectiveCamera(46, 1, 0.05, 20);
    this.seat = new Group();
    this.seat.add(this.camera);
    this.scene.add(this.seat);
    this.look = { turn: 0, tilt: TILT, x: 0, z: 0 };
    this.keys = new Set();
    this.facts = { frames: 0, script_ms: [], first_ms: 0, aimed: "", isXR: false, views: 0, chosen: 0 };
    this.state = null;
    this.person = this.other = null;
    this.sitsOver = false;
    this.#boards();
    this.#hands();
    this.#walking();
    this.sit();
    this.last = performance.now();
  }

  start() {
    this.renderer.setAnimationLoop((_time, frame) => this.#frame(frame));
  }

  seatPerson(person) {
    this.person = person;
    person.group.position.z = OTHER_SEAT;
    this.scene.add(person.group);
  }

  seatOther(other) {
    this.other = other;
    other.group.position.z = 0.08;
    other.group.rotation.y = Math.PI;
    this.scene.add(other.group);
  }

  // From the other chair she is seen by whom she spoke with.
  sit(over = this.sitsOver) {
    this.sitsOver = over;
    if (this.person) this.person.group.visible = !over;
    if (this.other) this.other.group.visible = over;
    this.furniture.hers.visible = over;
    this.furniture.light(over);
    this.look = { turn: 0, tilt: TILT, x: 0, z: 0 };
    this.#place();
    this.#arrange();
  }

  set(settings) {
    Object.assign(this.settings, settings);
    this.#place();
    this.#arrange();
    this.#write();
  }

  show(state) {
    const isNew = !this.state || state.turn !== this.state.turn || state.isReplay;
    this.state = state;
    const speaker = this.sitsOver ? this.other : this.person;
    if (this.person) this.person.feel(state.mood);
    if (this.other) this.other.feel({ trust: 6, guard: 3 });
    if (isNew && speaker && state.spoken) speaker.say(state.spoken);
    this.dwelling = null;
    this.#write();
  }

  async enterVR() {
    const type = this.settings.stands ? "local-floor" : "local";
    this.renderer.xr.setReferenceSpaceType(type);
    const session = await navigator.xr.requestSession("immersive-vr", { optionalFeatures: ["local-floor", "hand-tracking"] });
    await this.renderer.xr.setSession(session);
    this.facts.isXR = true;
    this.look = { turn: 0, tilt: 0, x: 0, z: 0 };
    this.#place();
    this.#arrange();
    this.#write();
  }

  // Back from the headset: the flat camera sits where it sat, with its own angle of view.
  #left() {
    this.facts.isXR = false;
    this.width = 0;
    this.#place();
    this.#arrange();
    this.#write();
    this.on.leave?.();
  }

  close() {
    this.renderer.setAnimationLoop(null);
    this.renderer.xr.getSession()?.end();
    this.renderer.dispose();
  }

  #place() {
    const isXR = this.renderer.xr.isPresenting;
    // In `local` space the head is where it began; standing, the floor is the floor.
    const height = this.settings.stands ? EYES_STANDING_M : EYES_SEATED_M;
    this.seat.position.set(this.look.x, isXR ? (this.settings.stands ? 0 : EYES_SEATED_M) : height, this.look.z);
    this.seat.rotation.y = 0;
    if (this.sitsOver) {
      this.seat.position.z = -1.12 - this.look.z;
      this.seat.position.x = -this.look.x;
      this.seat.rotation.y = Math.PI;
    }
    if (!isXR) this.camera.rotation.set(this.look.tilt - (this.settings.stands ? 0.28 : 0), this.look.turn, 0, "YXZ");
    if (!isXR) this.camera.position.set(0, 0, 0);
  }

  #boards() {
    this.boards = new Group();
    this.caption = new Panel(0.5, 0.26, { size: 0.03 });
    this.coach = new Panel(0.4, 0.15, { size: 0.026 });
    this.replies = Array.from({ length: REPLIES }, () => new Panel(0.52, 0.088, { size: 0.024, isChoice: true }));
    this.leave = new Panel(0.2, 0.06, { size: 0.024, isChoice: true });
    for (const { mesh } of [this.caption, this.coach, this.leave, ...this.replies]) this.boards.add(mesh);
    this.seat.add(this.boards);
  }

  // Words hang beside the face and replies lie on the table; on the other side for the left-handed.
  #arrange() {
    const side = this.settings.isLeft ? -1 : 1;
    const eye = this.settings.stands && this.renderer.xr.isPresenting ? EYES_STANDING_M : 0;
    const low = this.settings.stands ? -0.3 : 0;
    this.caption.mesh.position.set(-0.44 * side, eye + 0.09 + low, -0.98);
    this.caption.mesh.rotation.set(0, 0.4 * side, 0);
    this.coach.mesh.position.set(0.44 * side, eye + 0.09 + low, -0.98);
    this.coach.mesh.rotation.set(0, -0.4 * side, 0);
    this.replies.forEach(({ mesh }, n) => {
      mesh.position.set(0.06 * side, eye - 0.235 + low - n * 0.066, -0.66 + n * 0.062);
      mesh.rotation.set(-0.82, 0, 0);
    });
    this.leave.mesh.position.set(0.46 * side, eye - 0.2 + low, -0.66);
    this.leave.mesh.rotation.set(-0.6, -0.5 * side, 0);
  }

  #write() {
    const isXR = this.renderer.xr.isPresenting;
    this.boards.visible = isXR;
    if (!isXR || !this.state) return;
    const { words, title, offers, coach, leave } = this.state;
    this.caption.show(title, words);
    this.coach.show(this.settings.coaches ? coach.title : "", this.settings.coaches ? coach.words : "");
    this.replies.forEach((board, n) => {
      const offer = offers[n];
      board.pick = offer?.pick ?? 0;
      board.show("", offer ? `${offer.pick}. ${offer.text}` : "", this.#aim(board));
    });
    this.leave.pick = -1;
    this.leave.show("", leave, this.#aim(this.leave));
  }

  #aim(board) {
    const isAimed = this.aimed === board;
    return { isAimed, part: isAimed && this.dwelling ? this.dwelling.part : 0 };
  }

  #hands() {
    this.ray = new Raycaster();
    this.pointers = [0, 1].map((n) => {
      const pointer = this.renderer.xr.getController(n);
      const beam = new Line(
        new BufferGeometry().setFromPoints([new Vector3(0, 0, 0), new Vector3(0, 0, -0.35)]),
        new LineBasicMaterial({ color: 0xb45309, blending: AdditiveBlending }),
      );
      beam.visible = false;
      pointer.add(beam);
      pointer.beam = beam;
      pointer.addEventListener("connected", ({ data }) => (pointer.source = data));
      pointer.addEventListener("disconnected", () => (pointer.source = null));
      pointer.addEventListener("select", () => {
        this.active = pointer;
        this.#choose(this.#hit(pointer));
      });
      this.seat.add(pointer);
      return pointer;
    });
  }

  #hit(from) {
    const turned = new Matrix4().extractRotation(from.matrixWorld);
    this.ray.ray.origin.setFromMatrixPosition(from.matrixWorld);
    this.ray.ray.direction.set(0, 0, -1).applyMatrix4(turned);
    const found = this.ray.intersectObjects(this.boards.children.filter((mesh) => mesh.visible && mesh.panel.isChoice), false);
    return found[0]?.object.panel ?? null;
  }

  #choose(board) {
    if (!board) return;
    this.facts.chosen += 1;
    if (board.pick === -1) this.renderer.xr.getSession()?.end();
    else if (this.state?.isReplay) this.on.next?.();
    else if (board.pick) this.on.pick?.(board.pick);
  }

  // A controller or a hand points; without either, or when she wishes it, resting the gaze chooses.
  #point(seconds) {
    const held = this.pointers.filter((pointer) => pointer.source && pointer.source.targetRayMode === "tracked-pointer" && pointer.visible);
    const preferred = held.find((pointer) => pointer.source.handedness === (this.settings.isLeft ? "left" : "right"));
    const active = held.includes(this.active) ? this.active : (preferred ?? held[0]);
    for (const pointer of this.pointers) pointer.beam.visible = pointer === active && !this.settings.dwells;
    const isGaze = this.settings.dwells || !active;
    const aimed = this.#hit(isGaze ? this.camera : active);
    if (aimed !== this.aimed) this.dwelling = isGaze && aimed ? { part: 0 } : null;
    this.aimed = aimed;
    if (isGaze && aimed && this.dwelling && this.dwelling.part < 1) {
      this.dwelling.part = Math.min(1, this.dwelling.part + seconds / this.settings.dwell_s);
      if (this.dwelling.part === 1) this.#choose(aimed);
    }
    this.facts.aimed = aimed ? String(aimed.pick) : "";
    this.#write();
  }

  #walking() {
    const { canvas } = this;
    let held = null;
    canvas.addEventListener("pointerdown", (event) => {
      held = [event.clientX, event.clientY];
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!held) return;
      this.look.turn = Math.max(-2.6, Math.min(2.6, this.look.turn + (event.clientX - held[0]) * LOOK_A_PIXEL));
      this.look.tilt = Math.max(-0.9, Math.min(0.6, this.look.tilt + (event.clientY - held[1]) * LOOK_A_PIXEL));
      held = [event.clientX, event.clientY];
      this.#place();
    });
    canvas.addEventListener("pointerup", () => (held = null));
    const names = { ArrowUp: "w", ArrowDown: "s", ArrowLeft: "a", ArrowRight: "d" };
    canvas.addEventListener("keydown", (event) => {
      const key = names[event.key] ?? event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey || event.altKey || !"wasdqe".includes(key)) return;
      this.keys.add(key);
      event.preventDefault();
    });
    canvas.addEventListener("keyup", (event) => this.keys.delete(names[event.key] ?? event.key.toLowerCase()));
    canvas.addEventListener("blur", () => this.keys.clear());
  }

  #walk(seconds) {
    if (!this.keys.size) return;
    const has = (key) => Number(this.keys.has(key));
    this.look.turn += (has("q") - has("e")) * seconds * 1.4;
    const [ahead, aside] = [(has("w") - has("s")) * seconds * WALK_M_A_S, (has("d") - has("a")) * seconds * WALK_M_A_S];
    const { turn } = this.look;
    const x = this.look.x + aside * Math.cos(turn) - ahead * Math.sin(turn);
    const z = this.look.z - aside * Math.sin(turn) - ahead * Math.cos(turn);
    // Around the table, not through it, and not through the walls.
    if (Math.abs(x) < 0.95 && z < -0.16 && z > -1.05) return;
    this.look.x = Math.max(-2.2, Math.min(2.2, x));
    this.look.z = Math.max(-2, Math.min(2.3, z));
    this.#place();
  }

  #fit() {
    const { clientWidth, clientHeight } = this.canvas;
    if (this.renderer.xr.isPresenting || !clientWidth || (this.width === clientWidth && this.height === clientHeight)) return;
    [this.width, this.height] = [clientWidth, clientHeight];
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 1.5));
    this.renderer.setSize(clientWidth, clientHeight, false);
    this.camera.aspect = clientWidth / clientHeight;
    this.camera.fov = this.camera.aspect < 1 ? 58 : 45;
    this.camera.updateProjectionMatrix();
  }

  #frame(frame) {
    const begun = performance.now();
    const seconds = Math.min(0.1, (begun - this.last) / 1000);
    this.last = begun;
    this.#fit();
    this.#walk(seconds);
    const eye = new Vector3();
    this.camera.getWorldPosition(eye);
    for (const each of [this.person, this.other]) if (each?.group.visible) each.move(seconds, eye, this.settings);
    if (this.renderer.xr.isPresenting) this.#point(seconds);
    this.renderer.render(this.scene, this.camera);
    const now = performance.now();
    const { facts } = this;
    facts.frames += 1;
    facts.views = frame ? (frame.getViewerPose(this.renderer.xr.getReferenceSpace())?.views.length ?? 0) : 1;
    // Shaders are made in the first frames; what a frame costs is told from the tenth on.
    if (facts.frames > 10) facts.script_ms = [...facts.script_ms.slice(-199), now - begun];
    if (facts.frames === 1) facts.first_ms ||= now;
    facts.triangles = this.renderer.info.render.triangles;
    facts.calls = this.renderer.info.render.calls;
  }
}

// Opens the room on a canvas. `figure` and `other` are addresses of people.
export async function open({ canvas, figure, ...options }) {
  const stage = new Stage(canvas, options);
  canvas.stage = stage;
  stage.seatPerson(await Person.load(figure));
  stage.start();
  return stage;
}

export async function fetchOther(stage, address) {
  if (!stage.other) stage.seatOther(await Person.load(address));
}
