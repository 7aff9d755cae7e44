// The whole board by keyboard: a Tab stop for each lane, arrows within and between lanes, Alt+arrows to move things.
function onKey(b, event) {
  if (event.defaultPrevented || event.isComposing) return;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (command && (key === "z" || key === "y")) {
    take(event);
    step(b, key === "y" || event.shiftKey ? "redo" : "undo");
    return;
  }
  if (command) return;
  const node = event.target.closest("[data-f]");
  if (!node || event.target.closest(".popup")) return;
  const name = node.dataset.f;
  const [kind, id] = splitKey(name);
  const run = keyAction(b, event, key, { node, name, kind, id });
  if (run) {
    take(event);
    run();
  }
}

function take(event) {
  event.preventDefault();
  event.stopPropagation();
}

function keyAction(b, event, key, at) {
  if (event.altKey) return altAction(b, key, at);
  if (at.node.classList.contains("pt")) {
    const run = pointAction(b, key, at);
    if (run) return run;
  }
  const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (direction) return () => goTo(b, neighbour(b, at.node, ...direction));
  if (key === "Home" || key === "End") return () => goTo(b, rowEnd(b, at.node, key === "End"));
  if (key === "Escape") return b.selected ? () => select(b, null) : null;
  if (event.target.closest("button")) return null;
  return thingAction(b, event, key, at);
}

function thingAction(b, event, key, { node, name, kind, id }) {
  if (key === " ") return () => chooseAt(b, node);
  if (b.data.readonly) return key === "Enter" ? () => chooseAt(b, node) : null;
  if ((key === "Enter" || key === "F2") && nounOf(kind) && kind !== "chip" && kind !== "im") return () => editText(b, name);
  if (key === "Enter") return () => chooseAt(b, node);
  if (key === "ContextMenu" || (key === "F10" && event.shiftKey)) return () => thingMenu(b, name, node);
  if (["st", "tp", "pp", "op"].includes(kind) && (key === "Delete" || key === "Backspace")) return () => remove(b, nounOf(kind), id);
  if (kind === "pp" && /^[1-5]$/.test(key)) return () => setSeverity(b, id, Number(key));
  return null;
}

function altAction(b, key, { name, kind }) {
  const move = { ArrowLeft: [-1, false], ArrowRight: [1, false], ArrowUp: [-1, true], ArrowDown: [1, true] }[key];
  if (!move || b.data.readonly || !nounOf(kind)) return null;
  return () => nudge(b, name, ...move);
}

function pointAction(b, key, { name }) {
  if (b.data.readonly) return null;
  const by = { ArrowUp: SNAP, "+": SNAP, "=": SNAP, ArrowDown: -SNAP, "-": -SNAP, PageUp: 1, PageDown: -1 }[key];
  if (by) return () => changePoint(b, name, (now) => (now ?? 0) + by);
  if (key === "Home") return () => changePoint(b, name, () => 2);
  if (key === "End") return () => changePoint(b, name, () => -2);
  if (key === "0" || key === "Enter" || key === " ") return () => changePoint(b, name, (now) => (key === "0" ? 0 : (now ?? 0)));
  if (key === "Delete" || key === "Backspace") return () => changePoint(b, name, () => null);
  return null;
}

function itemsOf(b) {
  return [...b.root.querySelectorAll(".grid [data-f][data-row]")].filter(isShown).map((node) => {
    const box = node.getBoundingClientRect();
    return { node, row: Number(node.dataset.row), x: box.left + box.width / 2, y: box.top + box.height / 2 };
  });
}

// The nearest thing in a direction: beside it in the same lane, or above and below in the same pile, then the next lane.
function neighbour(b, node, dx, dy) {
  const items = itemsOf(b);
  const here = items.find((one) => one.node === node);
  if (!here) return null;
  const rank = (one) => Math.abs(one.x - here.x) + Math.abs(one.y - here.y) / 4;
  const best = (list, measure = rank) => list.reduce((found, one) => (!found || measure(one) < measure(found) ? one : found), null);
  if (dx) return best(items.filter((one) => one.row === here.row && (one.x - here.x) * dx > 8), (one) => Math.abs(one.x - here.x) * 4 + Math.abs(one.y - here.y))?.node;
  const pile = items.filter((one) => one.row === here.row && Math.abs(one.x - here.x) < 40 && (one.y - here.y) * dy > 4);
  if (pile.length && !node.classList.contains("pt")) return best(pile)?.node;
  const rows = items.map((one) => one.row).filter((row) => (row - here.row) * dy > 0);
  const next = dy > 0 ? Math.min(...rows) : Math.max(...rows);
  return best(items.filter((one) => one.row === next))?.node;
}

function rowEnd(b, node, last) {
  const row = itemsOf(b).filter((one) => one.node.dataset.row === node.dataset.row);
  return (last ? row[row.length - 1] : row[0])?.node;
}

function goTo(b, node) {
  if (!node) return;
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "nearest", inline: "nearest", behavior: calmMotion() ? "auto" : "smooth" });
}

function chooseAt(b, node) {
  const [kind, id] = splitKey(node.dataset.f);
  if (kind === "pp" || kind === "op") select(b, { kind: nounOf(kind), id });
  else if (kind === "st" || kind.startsWith("ns-")) select(b, { kind: "stage", id });
  else if (node.dataset.touchpoint) select(b, { kind: "touchpoint", id: node.dataset.touchpoint });
}

// One place further; a touchpoint goes on into the next stage, a pain point sideways to the next touchpoint.
function nudge(b, name, by, upright) {
  const [kind, id] = splitKey(name);
  const noun = nounOf(kind);
  const found = noun && locate(b.view, noun, id);
  if (!found || b.data.readonly) return;
  const owner = found.parent?.id ?? b.data.journey.id;
  b.focusNext = name;
  if (LEAVES[noun] && !upright) {
    const all = b.view.flatMap((stage) => stage.touchpoints);
    const to = all[all.findIndex((one) => one.id === owner) + by];
    if (to) moveTo(b, noun, id, to.id, to[LEAVES[noun]].length);
    return;
  }
  if (!LEAVES[noun] && upright) return;
  const index = found.index + by;
  if (index >= 0 && index < found.list.length) {
    moveTo(b, noun, id, owner, index);
  } else if (noun === "touchpoint") {
    const to = b.view[b.view.findIndex((one) => one.id === owner) + by];
    if (!to) return;
    b.stageShown = to.id;
    moveTo(b, noun, id, to.id, by > 0 ? 0 : to.touchpoints.length);
  }
}

// One Tab stop a lane: where the focus was last, else its first thing.
function setTabStops(b) {
  const rows = new Map();
  const narrow = !isWholeMap(b);
  for (const node of b.root.querySelectorAll(".grid [data-f][data-row]")) {
    const { row } = node.dataset;
    if (node.tabIndex === 0) node.tabIndex = -1;
    if (node.hidden || (narrow && node.closest(".part:not(.on)"))) continue;
    if (!rows.has(row) || b.stops.get(row) === node.dataset.f) rows.set(row, node);
  }
  for (const node of rows.values()) node.tabIndex = 0;
}
