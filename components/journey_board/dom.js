// Building nodes, ids and words. Text of people goes in by textContent and setAttribute only, never as markup.
const SVG_NS = "http://www.w3.org/2000/svg";

function fillNode(node, props, kids) {
  for (const [name, value] of Object.entries(props)) {
    if (value == null || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name === "vars") for (const [key, one] of Object.entries(value)) node.style.setProperty(`--${key}`, one);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...kids.filter((kid) => kid != null && kid !== false));
  return node;
}

function h(tag, props = {}, ...kids) {
  return fillNode(document.createElement(tag), props, kids);
}

function s(tag, props = {}, ...kids) {
  return fillNode(document.createElementNS(SVG_NS, tag), props, kids);
}

// crypto.randomUUID is missing on plain-http addresses of a local network, where workshops take place.
function newId() {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let time = "";
  for (let rest = Date.now(), at = 0; at < 10; at += 1) {
    time = alphabet[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  return time + [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => alphabet[byte % 32]).join("");
}

function say(b, key, values = {}) {
  const template = b.data.labels[key] ?? key;
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// What is not written in the map's language yet stands there in the other one, and says so.
function tongue(b, thing, name) {
  if (!thing.foreign?.includes(name)) return { lang: b.data.language };
  const other = b.data.language === "en" ? "vi" : "en";
  return { lang: other, "data-other": other.toUpperCase(), title: say(b, "other_language") };
}

function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}

function emotionLevel(value) {
  return clamp(Math.round(value), -2, 2);
}

function emotionWord(b, value) {
  return say(b, `emotion_${emotionLevel(value) + 2}`);
}

function signed(b, value) {
  const size = String(Math.round(Math.abs(value) * 10) / 10).replace(".", b.data.ui === "vi" ? "," : ".");
  if (size === "0") return size;
  return (value > 0 ? "+" : "−") + size;
}

function emotionText(b, value) {
  return value == null ? say(b, "not_set") : `${emotionWord(b, value)}, ${signed(b, value)}`;
}

function announce(b, text) {
  // The same sentence twice is spoken once only, unless the text changes.
  b.live.textContent = b.live.textContent === text ? `${text}\u00a0` : text;
}

function calmMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function keyOf(node) {
  return node?.closest?.("[data-f]")?.dataset.f ?? null;
}

function splitKey(key) {
  const cut = key.indexOf(":");
  return [key.slice(0, cut), key.slice(cut + 1)];
}

function byKey(b, key) {
  return key ? b.root.querySelector(`[data-f="${CSS.escape(key)}"]`) : null;
}

function isShown(node) {
  return node.getClientRects().length > 0;
}
