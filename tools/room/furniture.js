// The small meeting room: floor, walls, a window, a table, two chairs, a plant. Plain shapes, no picture files.
import {
  BoxGeometry, BufferAttribute, Color, CylinderGeometry, DirectionalLight, Group, HemisphereLight, Mesh, MeshBasicMaterial,
  MeshLambertMaterial, PlaneGeometry, SphereGeometry, TorusGeometry,
} from "three";

const paint = (color) => new MeshLambertMaterial({ color });

function put(parent, geometry, material, x, y, z, turn = [0, 0, 0]) {
  const part = new Mesh(geometry, material);
  part.position.set(x, y, z);
  part.rotation.set(...turn);
  parent.add(part);
  return part;
}

function shaded(geometry, top, bottom) {
  const place = geometry.getAttribute("position");
  geometry.computeBoundingBox();
  const { min, max } = geometry.boundingBox;
  const colours = new Float32Array(place.count * 3);
  const [high, low] = [new Color(top), new Color(bottom)];
  for (let n = 0; n < place.count; n++) {
    low.clone().lerp(high, (place.getY(n) - min.y) / (max.y - min.y)).toArray(colours, n * 3);
  }
  geometry.setAttribute("color", new BufferAttribute(colours, 3));
  return geometry;
}

function window_(parent) {
  const sky = new MeshBasicMaterial({ vertexColors: true });
  put(parent, shaded(new PlaneGeometry(1.5, 1.3, 1, 6), 0xcfe0ea, 0xf3e7d3), sky, -0.95, 1.65, -2.37);
  const wood = paint(0xe9e4da);
  for (const x of [-1.72, -0.95, -0.18]) put(parent, new BoxGeometry(0.05, 1.4, 0.06), wood, x, 1.65, -2.36);
  for (const y of [0.98, 2.32]) put(parent, new BoxGeometry(1.6, 0.06, 0.08), wood, -0.95, y, -2.36);
}

function chair(parent, z, turn) {
  const one = new Group();
  const [cloth, metal] = [paint(0x6c7f86), paint(0x3b3d41)];
  put(one, new BoxGeometry(0.48, 0.07, 0.46), cloth, 0, 0.43, 0);
  put(one, new BoxGeometry(0.46, 0.5, 0.05), cloth, 0, 0.78, -0.25, [0.12, 0, 0]);
  for (const x of [-0.2, 0.2]) {
    put(one, new CylinderGeometry(0.014, 0.014, 0.42), metal, x, 0.21, 0.19);
    put(one, new CylinderGeometry(0.014, 0.014, 0.42), metal, x, 0.21, -0.19);
    put(one, new CylinderGeometry(0.014, 0.014, 0.4), metal, x, 0.62, -0.22, [0.12, 0, 0]);
  }
  one.position.z = z;
  one.rotation.y = turn;
  parent.add(one);
  return one;
}

function table(parent) {
  const [wood, metal] = [paint(0xb08a63), paint(0x3b3d41)];
  put(parent, new BoxGeometry(1.5, 0.035, 0.72), wood, 0, 0.7225, -0.62);
  for (const x of [-0.66, 0.66]) for (const z of [-0.32, -0.92]) put(parent, new CylinderGeometry(0.022, 0.018, 0.7), metal, x, 0.355, z);
  const cup = paint(0xe7e1d5);
  put(parent, new CylinderGeometry(0.036, 0.03, 0.085, 20), cup, 0.44, 0.783, -0.78);
  put(parent, new TorusGeometry(0.024, 0.006, 8, 14), cup, 0.482, 0.785, -0.78);
  put(parent, new CylinderGeometry(0.031, 0.031, 0.004, 20), paint(0x4a3222), 0.44, 0.825, -0.78);
  put(parent, new BoxGeometry(0.16, 0.014, 0.22), paint(0x39505c), -0.5, 0.747, -0.55, [0, 0.25, 0]);
  put(parent, new BoxGeometry(0.152, 0.003, 0.21), paint(0xf1ece1), -0.5, 0.756, -0.55, [0, 0.25, 0]);
}

function plant(parent) {
  put(parent, new CylinderGeometry(0.15, 0.11, 0.3, 18), paint(0xc9b8a2), 1.25, 0.15, -1.95);
  const leaf = new SphereGeometry(0.5, 10, 8);
  leaf.scale(0.16, 0.9, 0.04);
  const green = [paint(0x55725a), paint(0x6a876a), paint(0x48624f)];
  for (let n = 0; n < 11; n++) {
    const turn = n * 2.4;
    const tilt = 0.22 + (n % 4) * 0.13;
    const one = put(parent, leaf, green[n % 3], 1.25 + Math.sin(turn) * tilt * 0.42, 0.68 + (n % 3) * 0.06, -1.95 + Math.cos(turn) * tilt * 0.42);
    one.rotation.set(Math.cos(turn) * tilt, turn, -Math.sin(turn) * tilt * 0.6);
    one.scale.setScalar(0.85 + (n % 3) * 0.12);
  }
}

// Behind her: the door she came in by, and a board somebody wiped.
function wayIn(parent) {
  const [wood, edge, metal] = [paint(0xb9a487), paint(0xe9e4da), paint(0x3b3d41)];
  put(parent, new BoxGeometry(1, 2.14, 0.03), edge, -1.45, 1.07, 2.79);
  put(parent, new BoxGeometry(0.88, 2.06, 0.05), wood, -1.45, 1.03, 2.785);
  put(parent, new BoxGeometry(0.13, 0.02, 0.03), metal, -1.12, 1.02, 2.74);
  put(parent, new BoxGeometry(1.7, 1.05, 0.03), edge, 0.75, 1.55, 2.79);
  put(parent, new BoxGeometry(1.62, 0.97, 0.032), paint(0xf7f6f1), 0.75, 1.55, 2.788);
  put(parent, new BoxGeometry(0.7, 0.03, 0.07), metal, 0.75, 1.02, 2.76);
  const ink = paint(0x8fa3ad);
  for (const [wide, x, y] of [[0.5, 1.15, 1.85], [0.34, 1.23, 1.76], [0.42, 1.19, 1.67], [0.3, 0.35, 1.4], [0.3, 0.35, 1.32]]) put(parent, new BoxGeometry(wide, 0.012, 0.034), ink, x, y, 2.786);
}

// Light comes over the shoulder of whoever looks, so that the face across the table can be read.
function lights(scene) {
  scene.add(new HemisphereLight(0xfff6ea, 0x9a8c7c, 1.55));
  const sun = new DirectionalLight(0xfff0dc, 1.9);
  const fill = new DirectionalLight(0xdfe9f2, 0.55);
  scene.add(sun, sun.target, fill, fill.target);
  return (isOver) => {
    const [side, middle] = isOver ? [-1, -1.12] : [1, 0];
    sun.position.set(-1.6 * side, 2.4, middle + 1.1 * side);
    fill.position.set(2 * side, 1.4, middle + 0.6 * side);
    for (const light of [sun, fill]) light.target.position.set(0, 1.1, middle - 1.1 * side);
  };
}

export function furnish(scene) {
  scene.background = new Color(0xd9d2c5);
  const wall = (width, x, z, turn, top, bottom) =>
    put(scene, shaded(new PlaneGeometry(width, 2.8, 1, 4), top, bottom), new MeshLambertMaterial({ vertexColors: true }), x, 1.4, z, [0, turn, 0]);
  wall(5.2, 0, -2.4, 0, 0xe3ddd1, 0xc9c1b3);
  wall(5.2, 0, 2.8, Math.PI, 0xe3ddd1, 0xc9c1b3);
  wall(5.2, -2.6, 0.2, Math.PI / 2, 0xd8d6cd, 0xbfbbae);
  wall(5.2, 2.6, 0.2, -Math.PI / 2, 0xd8d6cd, 0xbfbbae);
  put(scene, new PlaneGeometry(5.2, 5.2), paint(0x8f8373), 0, 0, 0.2, [-Math.PI / 2, 0, 0]);
  put(scene, new PlaneGeometry(5.2, 5.2), paint(0xefeae0), 0, 2.8, 0.2, [Math.PI / 2, 0, 0]);
  put(scene, new BoxGeometry(5.2, 0.09, 0.02), paint(0xeae4d8), 0, 0.045, -2.385);
  window_(scene);
  put(scene, new BoxGeometry(0.72, 0.52, 0.03), paint(0xf0ebe0), 0.95, 1.68, -2.38);
  put(scene, new BoxGeometry(0.64, 0.44, 0.032), paint(0x7f95a0), 0.95, 1.68, -2.379);
  put(scene, new BoxGeometry(0.64, 0.16, 0.034), paint(0xb59a78), 0.95, 1.54, -2.379);
  table(scene);
  plant(scene);
  wayIn(scene);
  chair(scene, -1.2, 0);
  const hers = chair(scene, 0.08, Math.PI);
  return { hers, light: lights(scene) };
}
