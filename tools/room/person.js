// Reads the file of one person and moves the figure: posture, arms, face, gaze.
import {
  Bone, BufferAttribute, BufferGeometry, Color, Group, Matrix4, Mesh, MeshStandardMaterial, Quaternion, Skeleton,
  SkinnedMesh, SphereGeometry, Vector3,
} from "three";

const FORMAT = 1;

async function unpacked(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const stream = answer.body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

// Numbers lie column by column, low bytes before high ones, padded to four.
class Columns {
  constructor(buffer, at) {
    this.bytes = new Uint8Array(buffer);
    this.at = at;
  }

  read(count, columns, size) {
    const out = size === 2 ? new Uint16Array(count * columns) : new Uint8Array(count * columns);
    for (let column = 0; column < columns; column++) {
      const low = this.at + column * count * size;
      for (let n = 0; n < count; n++) {
        out[n * columns + column] = size === 2 ? this.bytes[low + n] | (this.bytes[low + count + n] << 8) : this.bytes[low + n];
      }
    }
    const used = count * columns * size;
    this.at += used + ((4 - (used % 4)) % 4);
    return out;
  }
}

const signed16 = (value) => (value << 16) >> 16;
const signed8 = (value) => (value << 24) >> 24;

function geometryOf(head, data) {
  const { vertices, triangles, least, most } = head;
  const geometry = new BufferGeometry();
  const raw = data.read(vertices, 3, 2);
  const positions = new Float32Array(vertices * 3);
  for (let n = 0; n < raw.length; n++) positions[n] = least[n % 3] + (raw[n] / 65535) * (most[n % 3] - least[n % 3]);
  const srgb = data.read(vertices, 3, 1);
  const colours = new Float32Array(vertices * 3);
  const colour = new Color();
  for (let n = 0; n < vertices; n++) {
    colour.setRGB(srgb[n * 3] / 255, srgb[n * 3 + 1] / 255, srgb[n * 3 + 2] / 255, "srgb").toArray(colours, n * 3);
  }
  const bones = data.read(vertices, 4, 1);
  const weights = data.read(vertices, 4, 1);
  const steps = data.read(triangles, 3, 2);
  const index = new Uint16Array(triangles * 3);
  const last = [0, 0, 0];
  for (let n = 0; n < index.length; n++) index[n] = last[n % 3] = (last[n % 3] + signed16(steps[n])) & 0xffff;
  geometry.setIndex(new BufferAttribute(index, 1));
  geometry.setAttribute("position", new BufferAttribute(positions, 3));
  geometry.setAttribute("color", new BufferAttribute(colours, 3));
  geometry.setAttribute("skinIndex", new BufferAttribute(bones, 4));
  geometry.setAttribute("skinWeight", new BufferAttribute(weights, 4, true));
  geometry.morphTargetsRelative = true;
  geometry.morphAttributes.position = head.morphs.map(({ count, size }) => {
    const gaps = data.read(count, 1, 2);
    const moved = data.read(count, 3, 1);
    const delta = new Float32Array(vertices * 3);
    let at = 0;
    for (let n = 0; n < count; n++) {
      at += gaps[n];
      for (let axis = 0; axis < 3; axis++) delta[at * 3 + axis] = (signed8(moved[n * 3 + axis]) / 127) * size;
    }
    return new BufferAttribute(delta, 3);
  });
  geometry.computeVertexNormals();
  return geometry;
}

function eyeball({ radius }, iris) {
  const geometry = new SphereGeometry(radius, 24, 20);
  geometry.rotateX(Math.PI / 2);
  const place = geometry.getAttribute("position");
  const colours = new Float32Array(place.count * 3);
  const white = new Color().setRGB(0.9, 0.885, 0.87, "srgb");
  const ring = new Color().setRGB(iris[0] / 255, iris[1] / 255, iris[2] / 255, "srgb");
  const dark = new Color().setRGB(0.03, 0.025, 0.025, "srgb");
  for (let n = 0; n < place.count; n++) {
    const side = Math.hypot(place.getX(n), place.getY(n)) / radius;
    const isFront = place.getZ(n) > 0;
    (isFront && side < 0.2 ? dark : isFront && side < 0.5 ? ring : white).toArray(colours, n * 3);
  }
  geometry.setAttribute("color", new BufferAttribute(colours, 3));
  const eye = new Mesh(geometry, new MeshStandardMaterial({ vertexColors: true, roughness: 0.25 }));
  const spark = new Mesh(new SphereGeometry(radius * 0.13, 8, 6), new MeshStandardMaterial({ color: 0xffffff, emissive: 0xffffff, emissiveIntensity: 0.6 }));
  spark.position.set(radius * 0.22, radius * 0.26, radius * 0.93);
  eye.add(spark);
  return eye;
}

const v3 = (x, y, z) => new Vector3(x, y, z);

// The rotation that brings one pair of directions onto another; the first of each pair exactly.
function frame(along, aside) {
  const x = along.clone().normalize();
  const z = x.clone().cross(aside).normalize();
  return new Matrix4().makeBasis(x, z.clone().cross(x), z);
}
function between(along, aside, toAlong, toAside) {
  const turned = frame(toAlong, toAside).multiply(frame(along, aside).transpose());
  return new Quaternion().setFromRotationMatrix(turned);
}

// Where wrists go and how hands lie, for her left hand; the right one mirrors it unless it says otherwise. Heights are
// above the table, depths in front of the shoulders, in metres.
const POSES = {
  rest: { wrist: v3(0.12, 0.05, 0.31), along: v3(-0.72, -0.06, 0.69), thumb: v3(-0.6, 0.5, -0.55), pole: v3(0.55, -0.75, -0.35) },
  open: { wrist: v3(0.2, 0.07, 0.33), along: v3(0.16, 0.14, 0.97), thumb: v3(0.86, 0.5, 0.1), pole: v3(0.4, -0.85, -0.3) },
  crossed: {
    wrist: v3(-0.068, 0.212, 0.235), along: v3(-0.94, 0.22, -0.26), thumb: v3(0.1, 0.45, -0.88), pole: v3(0.8, -0.75, 0.35),
    right: { wrist: v3(0.056, 0.15, 0.268), along: v3(0.96, -0.06, -0.26), thumb: v3(-0.1, 0.45, -0.88), pole: v3(-0.8, -0.75, 0.35) },
  },
};
const mirrored = (of) => v3(-of.x, of.y, of.z);
function handOf(pose, side) {
  if (side === "l") return pose;
  return pose.right ?? { wrist: mirrored(pose.wrist), along: mirrored(pose.along), thumb: mirrored(pose.thumb), pole: mirrored(pose.pole) };
}

const clamp = (value, least = 0, most = 1) => Math.min(most, Math.max(least, value));
const ease = (from, to, seconds, speed) => from + (to - from) * (1 - Math.exp(-seconds * speed));

// What mood does to face and posture. Each of trust and guard runs from 0 to 10.
export function bearing(mood) {
  const closed = clamp((mood.guard - 4) / 4.5);
  const warm = clamp((mood.trust - 5) / 4) * (1 - closed);
  const uneasy = clamp((mood.guard - 4) / 3) * (1 - clamp((mood.guard - 7) / 3));
  return {
    closed,
    warm,
    crossed: clamp((mood.guard - 6) / 2),
    open: clamp((mood.trust - 6) / 2) * (1 - clamp((mood.guard - 4) / 2)),
    lean: 0.1 * warm - 0.13 * closed,
    aside: 0.3 * clamp((mood.guard - 6) / 3),
    down: 0.1 * uneasy,
    face: {
      browDown: 0.75 * closed, browInnerUp: 0.55 * uneasy + 0.2 * warm, browOuterUp: 0.25 * warm, squint: 0.45 * closed + 0.12 * warm,
      wide: 0.2 + 0.15 * uneasy - 0.2 * closed, smile: 0.1 * (1 - closed) + 0.5 * warm, frown: 0.6 * closed, press: 0.55 * closed + 0.15 * warm, jawOpen: 0, pucker: 0, blink: 0.12 * closed,
    },
  };
}

// How the mouth stands at a letter; what is no vowel nearly closes it.
const OPEN = { a: 0.62, e: 0.4, i: 0.3, o: 0.5, u: 0.3, y: 0.3 };
const ROUND = { o: 0.5, u: 0.6, w: 0.5 };
const A_LETTER_S = 0.062;

export class Person {
  constructor(head, geometry) {
    this.head = head;
    this.group = new Group();
    this.bones = head.bones.map(({ name }) => Object.assign(new Bone(), { name }));
    this.named = Object.fromEntries(this.bones.map((bone) => [bone.name, bone]));
    this.rest = Object.fromEntries(head.bones.map(({ name, at }) => [name, v3(...at)]));
    head.bones.forEach(({ parent, at }, n) => {
      const above = parent < 0 ? [0, 0, 0] : head.bones[parent].at;
      this.bones[n].position.set(at[0] - above[0], at[1] - above[1], at[2] - above[2]);
      if (parent >= 0) this.bones[parent].add(this.bones[n]);
    });
    const material = new MeshStandardMaterial({ vertexColors: true, roughness: 0.78, metalness: 0 });
    this.mesh = new SkinnedMesh(geometry, material);
    this.mesh.frustumCulled = false;
    this.mesh.morphTargetInfluences = head.morphs.map(() => 0);
    this.morph = Object.fromEntries(head.morphs.map(({ name }, n) => [name, n]));
    this.mesh.add(this.bones[0]);
    this.mesh.bind(new Skeleton(this.bones));
    this.group.add(this.mesh);
    this.group.position.y = -head.sole[1];
    this.eyes = ["l", "r"].map((side) => {
      const eye = eyeball(head.eyes[side], head.iris);
      eye.position.set(...head.eyes[side].at).sub(this.rest.head);
      this.named.head.add(eye);
      return eye;
    });
    this.now = bearing({ trust: 5, guard: 4 });
    this.wanted = this.now;
    this.speech = { text: "", since: -100 };
    this.clock = 0;
    this.gaze = v3(0, 0, 0);
    this.table = 0.74 + head.sole[1];
  }

  static async load(address) {
    const buffer = await unpacked(address);
    const length = new DataView(buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    if (head.format !== FORMAT) throw new Error(`${address}: format ${head.format}`);
    return new Person(head, geometryOf(head, new Columns(buffer, 4 + length)));
  }

  get eyeHeight() {
    return this.head.eyes.l.at[1] - this.head.sole[1];
  }

  feel(mood) {
    this.wanted = bearing(mood);
  }

  say(text) {
    this.speech = { text: text.toLowerCase(), since: this.clock };
  }

  // One frame. `viewer` is where she looks from, in the world; still figures neither breathe nor blink.
  move(seconds, viewer, { isStill, meetsEyes }) {
    this.clock += seconds;
    const speed = isStill ? 1000 : 3;
    for (const key of ["closed", "warm", "crossed", "open", "lean", "aside", "down"]) this.now[key] = ease(this.now[key], this.wanted[key], seconds, speed);
    for (const key of Object.keys(this.now.face)) this.now.face[key] = ease(this.now.face[key], this.wanted.face[key], seconds, speed * 1.6);
    this.#trunk(isStill);
    this.#head(viewer, isStill, meetsEyes);
    this.group.updateMatrixWorld(true);
    this.#arm("l");
    this.#arm("r");
    this.#face(isStill);
  }

  #trunk(isStill) {
    const breath = isStill ? 0 : Math.sin(this.clock * 1.45);
    const sway = isStill ? 0 : Math.sin(this.clock * 0.37) * 0.012;
    const { spine_01, spine_02, spine_03, clavicle_l, clavicle_r } = this.named;
    spine_01.rotation.set(this.now.lean * 0.6, 0, sway);
    spine_02.rotation.set(this.now.lean * 0.4 + 0.02, 0, 0);
    spine_03.rotation.set(0.05 - breath * 0.008, 0, 0);
    spine_03.scale.setScalar(1 + breath * 0.004);
    const raised = 0.05 * this.now.crossed + breath * 0.008;
    clavicle_l.rotation.set(0, 0, raised);
    clavicle_r.rotation.set(0, 0, -raised);
  }

  #head(viewer, isStill, meetsEyes) {
    const { neck_01, head } = this.named;
    const drift = isStill ? 0 : Math.sin(this.clock * 0.53) * 0.02 + Math.sin(this.clock * 0.91) * 0.012;
    const away = this.#looksAway(isStill, meetsEyes);
    const lean = this.now.lean + 0.07;
    neck_01.rotation.set(-lean * 0.5, this.now.aside * 0.4, 0);
    head.rotation.set(-lean * 0.5 + this.now.down + 0.02, this.now.aside * 0.6 + drift, 0.05 * this.now.warm - 0.03 * this.now.closed + drift * 0.5);
    head.updateWorldMatrix(true, false);
    const local = head.worldToLocal(viewer.clone());
    for (const eye of this.eyes) {
      const to = local.clone().sub(eye.position);
      eye.rotation.set(clamp(-Math.atan2(to.y, to.z), -0.35, 0.35) + away.down, clamp(Math.atan2(to.x, to.z), -0.55, 0.55) + away.aside, 0);
    }
  }

  // Nobody stares: every few seconds the eyes rest elsewhere, longer when the talk is guarded.
  #looksAway(isStill, meetsEyes) {
    if (!meetsEyes) return { aside: 0.32, down: 0.16 };
    if (isStill) return { aside: 0, down: 0 };
    const round = this.clock % 7.3;
    const long = 0.9 + 1.9 * this.now.closed;
    const part = round < long ? Math.min(1, round * 6, (long - round) * 6) : 0;
    return { aside: (Math.floor(this.clock / 7.3) % 2 ? 0.3 : -0.26) * part, down: 0.14 * part };
  }

  #arm(side) {
    const { crossed, open } = this.now;
    const mix = (key) => {
      const rest = handOf(POSES.rest, side)[key].clone();
      return rest.lerp(handOf(POSES.open, side)[key], open).lerp(handOf(POSES.crossed, side)[key], crossed);
    };
    const bone = (name) => this.named[`${name}_${side}`];
    const at = (name) => this.rest[`${name}_${side}`];
    const toLocal = new Matrix4().copy(this.group.matrixWorld).invert();
    const shoulder = bone("upperarm").getWorldPosition(v3()).applyMatrix4(toLocal);
    const wrist = mix("wrist").add(v3(0, this.table, at("upperarm").z));
    if (crossed > 0) wrist.z += crossed * 0.012;
    const upper = at("lowerarm").distanceTo(at("upperarm"));
    const fore = at("hand").distanceTo(at("lowerarm"));
    const reach = wrist.clone().sub(shoulder);
    const far = Math.min(reach.length(), (upper + fore) * 0.999);
    reach.normalize();
    wrist.copy(shoulder).addScaledVector(reach, far);
    const along = (upper * upper - fore * fore + far * far) / (2 * far);
    const out = mix("pole");
    out.addScaledVector(reach, -out.dot(reach)).normalize();
    const elbow = shoulder.clone().addScaledVector(reach, along).addScaledVector(out, Math.sqrt(Math.max(0, upper * upper - along * along)));
    const d1 = at("lowerarm").clone().sub(at("upperarm"));
    const d2 = at("hand").clone().sub(at("lowerarm"));
    const bend = d1.clone().cross(d2);
    const e1 = elbow.clone().sub(shoulder);
    const e2 = wrist.clone().sub(elbow);
    const bent = e1.clone().cross(e2);
    const q1 = between(d1, bend, e1, bent);
    const knuckles = v3(...this.head.knuckles[side]).sub(at("hand"));
    const thumb = v3(...this.head.thumbs[side]).sub(at("hand"));
    const q3 = between(knuckles, thumb, mix("along"), mix("thumb"));
    // Most of the hand's turn is the forearm's, more of it the nearer the wrist.
    const straight = between(d2, bend, e2, bent);
    const q2 = straight.clone().slerp(twistOf(straight, q3, e2.clone().normalize()), 0.85);
    let above = new Quaternion();
    bone("clavicle").getWorldQuaternion(above).premultiply(this.group.getWorldQuaternion(new Quaternion()).invert());
    for (const [name, q] of [["upperarm", q1], ["lowerarm", straight]]) {
      bone(name).quaternion.copy(above.clone().invert().multiply(q));
      above = q;
    }
    for (const [name, q] of [["twist", q2], ["hand", q3]]) bone(name).quaternion.copy(above.clone().invert().multiply(q));
  }

  #face(isStill) {
    const face = { ...this.now.face };
    const at = this.clock - this.speech.since;
    const place = at / A_LETTER_S;
    if (place < this.speech.text.length) {
      const share = place % 1;
      const look = (table, n) => table[this.speech.text[n]] ?? 0;
      const n = Math.floor(place);
      const much = isStill ? 0.5 : 1;
      face.jawOpen += much * (look(OPEN, n) * (1 - share) + look(OPEN, n + 1) * share);
      face.pucker += much * (look(ROUND, n) * (1 - share) + look(ROUND, n + 1) * share);
      face.press = 0;
    }
    if (!isStill) {
      const round = (this.clock + 1.3 * Math.sin(this.clock * 0.21)) % 4.1;
      face.blink = Math.max(face.blink, round < 0.2 ? Math.sin((round / 0.2) * Math.PI) : 0);
    }
    for (const [name, value] of Object.entries(face)) this.mesh.morphTargetInfluences[this.morph[name]] = value;
  }

  get isSpeaking() {
    return (this.clock - this.speech.since) / A_LETTER_S < this.speech.text.length;
  }
}

// `to` as seen from `from`, but only its turn about `axis`.
function twistOf(from, to, axis) {
  const difference = to.clone().multiply(from.clone().invert());
  const along = axis.dot(v3(difference.x, difference.y, difference.z));
  const twist = new Quaternion(axis.x * along, axis.y * along, axis.z * along, difference.w);
  if (twist.length() < 1e-6) return from.clone();
  return twist.normalize().multiply(from);
}
