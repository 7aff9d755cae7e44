// Entry: takes the data of each run, keeps what belongs to this screen (queue, focus, scroll, what is being typed).
const BOARDS = new WeakMap();

export default function (component) {
  const { parentElement, data, setTriggerValue, setStateValue } = component;
  const root = parentElement.querySelector(".mach-board");
  let b = BOARDS.get(root);
  if (!b) {
    b = create(root);
    BOARDS.set(root, b);
  }
  b.trigger = setTriggerValue;
  b.setState = setStateValue;
  const raw = JSON.stringify(data);
  if (raw !== b.raw) {
    b.raw = raw;
    takeIn(b, data);
  }
  return undefined;
}

function create(root) {
  const b = {
    root, data: null, view: [], queue: [], sent: new Set(), held: new Set(), removed: new Map(), opened: new Set(), stops: new Map(),
    seen: new Map(), flashing: new Set(), dismissed: new Set(), selected: null, pushed: null, awaited: null, stageShown: null, series: "per",
    shelf: newShelf(), wordShelf: newShelf(), said: null, era: 0, raw: null, busy: 0, stale: false, tries: 0, popup: null, dragged: null, focusNext: null, turnSince: 0,
  };
  b.tools = h("div", { class: "tools" });
  b.clashes = h("div", { class: "clashes" });
  b.switcher = h("div", { class: "switcher" });
  b.scroll = h("div", { class: "scroll" });
  b.words = h("div", { class: "unseen" });
  b.live = h("div", { class: "unseen", role: "status", "aria-live": "polite" });
  b.overlay = h("div", { class: "overlay" });
  root.replaceChildren(b.tools, b.clashes, b.switcher, b.scroll, b.words, b.live, b.overlay);
  listen(b);
  listenPresent(b);
  stayBright(root);
  return b;
}

// The page pales what a run may change. At every look of the board this would paint a big map anew, twice.
function stayBright(root) {
  const frame = root.getRootNode().host?.closest('[data-testid="stElementContainer"]');
  frame?.style.setProperty("opacity", "1", "important");
  frame?.style.setProperty("transition", "none", "important");
}

function listen(b) {
  const { root } = b;
  root.addEventListener("keydown", (event) => onKey(b, event));
  root.addEventListener("pointerdown", (event) => startPointer(b, event));
  root.addEventListener("click", (event) => onClick(b, event));
  root.addEventListener("dblclick", (event) => {
    const key = keyOf(event.target);
    if (key && !event.target.closest("button, textarea") && ["st", "tp", "pp", "op"].includes(splitKey(key)[0])) editText(b, key);
  });
  root.addEventListener("focusin", (event) => {
    const node = event.target.closest("[data-f][data-row]");
    if (node) {
      b.stops.set(node.dataset.row, node.dataset.f);
      for (const one of root.querySelectorAll(`.grid [data-row="${node.dataset.row}"][tabindex="0"]`)) one.tabIndex = -1;
      node.tabIndex = 0;
    }
    showStepper(b);
  });
  root.addEventListener("focusout", (event) => {
    if (event.target.closest(".pt") && !event.relatedTarget) setTimeout(() => showStepper(b));
  });
  root.addEventListener("animationend", (event) => event.target.classList.remove("flash"));
  window.addEventListener("mach-pictures", () => { if (b.root.isConnected && b.data) render(b); });
  b.scroll.addEventListener("scroll", () => markEdges(b), { passive: true });
  new ResizeObserver(() => {
    if (!b.data) return;
    markDark(b);
    if (b.width !== b.scroll.clientWidth) showSelected(b);
    b.width = b.scroll.clientWidth;
    drawCurve(b);
    markEdges(b);
  }).observe(b.scroll);
}

function onClick(b, event) {
  const node = event.target.closest("[data-f]");
  if (!node || event.target.closest("button, textarea, .curve .pt")) return;
  chooseAt(b, node);
}

function takeIn(b, data) {
  const first = !b.data;
  b.data = data;
  b.root.dataset.known = data.journey.revision;
  acknowledge(b);
  project(b);
  if (first) b.view.forEach((stage) => eachThing(stage, (thing) => b.seen.set(thing.id, thing.version)));
  takeSelection(b, data.selected);
  if (b.queue.length && b.queue.some((one) => !b.sent.has(one.op_id))) send(b);
  if (!b.queue.length) clearTimeout(b.resend);
  takeEra(b);
  if (!b.focusNext && b.drawn === imageOf(b, columnsOf(b))) confirm(b);
  else render(b);
}

// All that is drawn below the tools, as text. Versions and positions are not: the answer to an own change brings mostly
// these.
function imageOf(b, columns) {
  const parts = columns.map((one) => `${one.kind} ${one.within === 0 ? stampOf(b, one.stage) : ""} ${one.stamp ?? ""}`);
  return [b.era, b.data.journey.title, b.lanes, b.series, ...parts].join("\n");
}

// The server has stored what is drawn already: nothing is laid out again.
function confirm(b) {
  noteChanges(b);
  if (b.flashing.size) {
    render(b);
    return;
  }
  const active = b.root.getRootNode().activeElement;
  const key = b.tools.contains(active) || b.clashes.contains(active) ? keyOf(active) : null;
  drawTools(b);
  drawClashes(b);
  if (key) byKey(b, key)?.focus({ preventScroll: true });
  markSelected(b);
  noteState(b);
}

function noteState(b) {
  b.root.dataset.revision = b.data.journey.revision;
  b.root.dataset.pending = b.queue.length;
}

// The page may select too. While it has not yet seen the choice made here, what it says is older than that choice.
function takeSelection(b, selection) {
  const pushed = JSON.stringify(selection);
  if (pushed === b.pushed) return;
  b.pushed = pushed;
  const late = b.awaited && pushed !== b.awaited;
  b.awaited = null;
  if (late || pushed === JSON.stringify(b.selected)) return;
  b.selected = selection;
  b.setState("selected", selection);
}

function eachThing(stage, run) {
  run(stage);
  for (const touchpoint of stage.touchpoints) {
    run(touchpoint);
    touchpoint.pains.forEach(run);
    touchpoint.ideas.forEach(run);
  }
}

// What somebody else changed lights up once; own changes are already known by their optimistic version.
function noteChanges(b) {
  b.flashing.clear();
  for (const stage of b.view) {
    eachThing(stage, (thing) => {
      const known = b.seen.get(thing.id);
      if (known !== undefined && thing.version > known) b.flashing.add(thing.id);
    });
  }
  for (const request of b.queue) b.flashing.delete(request.target_id);
  for (const id of b.own ?? []) b.flashing.delete(id);
  b.own = b.queue.map((one) => one.target_id);
  b.seen.clear();
  for (const stage of b.view) eachThing(stage, (thing) => b.seen.set(thing.id, thing.version));
}

function render(b) {
  if (b.busy) {
    b.stale = true;
    return;
  }
  b.stale = false;
  noteChanges(b);
  if (!b.view.some((stage) => stage.id === b.stageShown)) b.stageShown = b.view[0]?.id ?? null;
  const active = b.root.getRootNode().activeElement;
  const inPopup = b.popup?.node.contains(active);
  const focusKey = b.focusNext ?? (b.root.contains(active) && !inPopup ? keyOf(active) : null);
  b.focusNext = null;
  const scrolled = b.scroll.scrollLeft;
  const before = placesOf(b);
  markDark(b);
  drawTools(b);
  drawClashes(b);
  drawSwitcher(b);
  takeEra(b);
  const columns = columnsOf(b);
  arrange(b.scroll, [b.view.length ? grid(b, columns) : emptyState(b)]);
  forgetUnused(b.shelf);
  markSelected(b);
  // The first look at the new layout: after all that changes it, since every look in between would lay out anew.
  if (b.scroll.scrollLeft !== scrolled) b.scroll.scrollLeft = scrolled;
  drawCurve(b);
  setTabStops(b);
  if (focusKey) focusOn(b, focusKey);
  markEdges(b);
  animate(b, before);
  drawWordsSoon(b);
  b.drawn = imageOf(b, columns);
  noteState(b);
}

function focusOn(b, key) {
  const node = byKey(b, key);
  if (node && node !== b.root.getRootNode().activeElement) node.focus({ preventScroll: true });
}

function grid(b, columns) {
  const shown = columns.filter((one) => one.stage?.id === b.stageShown);
  const lanes = b.lanes.filter((lane) => laneRowOf(b, lane));
  const lines = linesAbove(b);
  const node = keep(b.shelf, "grid", "", () => h("div", { class: "grid", role: "grid" }));
  adjust(node, {
    "aria-label": say(b, "board_label", { name: b.data.journey.title }), "aria-readonly": String(b.data.readonly),
    vars: { wide: columns.map(widthOf).join(" "), "wide-need": needOf(columns), slim: shown.map(widthOf).join(" "), "slim-need": needOf(shown), rows: lanes.length + 2 },
  });
  const rows = lanes.map((lane, at) => bounded(laneRowOf(b, lane)(b, columns, at + 3, lane), lines.has(lane)));
  return arrange(node, [...backdrops(b, columns), ...lanes.map((lane, at) => laneLine(b, lane, at + 3, lines)), stageRow(b, columns), touchpointRow(b, columns), ...rows]);
}

// Under a line with words on it a lane begins a little lower.
function bounded(row, isUnderLine) {
  row.classList.toggle("bounded", isUnderLine);
  return row;
}

function backdrops(b, columns) {
  const nodes = [];
  for (const [at, column] of columns.entries()) {
    if (!column.stage) continue;
    if (column.kind === "touchpoint") {
      const strip = keep(b.shelf, `strip/${column.touchpoint.id}`, "", () => h("div", { class: "part strip", "aria-hidden": "true", "data-strip": column.touchpoint.id }));
      nodes.push(placed(b, columns, at, 1, strip));
    }
    if (column.within) continue;
    const ground = keep(b.shelf, `ground/${column.stage.id}`, "", () => h("div", { class: "part ground", "aria-hidden": "true" }));
    nodes.unshift(placed(b, columns, at, 1, ground, spanOf(columns, column.stage)));
  }
  return nodes;
}

function emptyState(b) {
  const label = say(b, "add_first_stage");
  return h(
    "div",
    { class: "empty-map" },
    face(1, 44),
    h("p", { text: say(b, "empty_map") }),
    b.data.readonly ? null : h("div", { class: "grid plain" }, addButton(b, "stage", 1, label, true)),
  );
}

function markSelected(b) {
  const kind = { stage: "st", touchpoint: "tp", pain_point: "pp", opportunity: "op" }[b.selected?.kind];
  const key = kind ? `${kind}:${b.selected.id}` : null;
  const node = byKey(b, key);
  for (const one of b.root.querySelectorAll(".sel")) one.classList.remove("sel");
  node?.classList.add("sel");
  const column = b.selected?.kind === "touchpoint" ? b.selected.id : node?.dataset.touchpoint;
  for (const strip of b.root.querySelectorAll("[data-strip]")) strip.classList.toggle("sel", strip.dataset.strip === column);
}

// A panel that opens beside the map takes room: what was chosen must not slip out of sight.
function showSelected(b) {
  const box = b.root.querySelector(".grid .sel")?.getBoundingClientRect();
  if (!box?.width || b.busy) return;
  const view = b.scroll.getBoundingClientRect();
  const head = b.root.querySelector(".grid .head").getBoundingClientRect();
  const left = head.width < view.width / 2 ? head.right : view.left;
  if (box.right > view.right - 12) b.scroll.scrollLeft += box.right - view.right + 12;
  else if (box.left < left + 8) b.scroll.scrollLeft -= left + 8 - box.left;
}

function markDark(b) {
  const [red, green, blue] = (getComputedStyle(b.root).color.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number);
  b.root.toggleAttribute("data-dark", red * 0.3 + green * 0.6 + blue * 0.1 > 128);
}

function markEdges(b) {
  const { scrollLeft, scrollWidth, clientWidth } = b.scroll;
  b.root.toggleAttribute("data-more-right", scrollLeft + clientWidth < scrollWidth - 4);
  b.root.toggleAttribute("data-more-left", scrollLeft > 4);
}

function placesOf(b) {
  const places = new Map();
  for (const node of b.root.querySelectorAll(".grid [data-drag]")) places.set(node.dataset.f, node.getBoundingClientRect());
  return places;
}

// Things glide to their new place, new ones fade in, what somebody else changed lights up. All is looked at before
// anything is set going: a look after a change would lay the map out anew, for each thing on it.
function animate(b, before) {
  const nodes = [...b.root.querySelectorAll(".grid [data-drag]")];
  for (const node of nodes) if (b.flashing.has(node.dataset.id)) node.classList.add("flash");
  if (calmMotion() || !before.size) return;
  const moves = nodes.map((node) => ({ node, was: before.get(node.dataset.f), now: node.getBoundingClientRect() }));
  for (const { node, was, now } of moves) {
    if (!now.width) continue;
    if (!was) node.animate([{ opacity: 0, transform: "scale(.96)" }, { opacity: 1, transform: "none" }], { duration: 180, easing: "ease-out" });
    else if (was.width && Math.hypot(was.left - now.left, was.top - now.top) > 3) {
      node.animate([{ transform: `translate(${was.left - now.left}px, ${was.top - now.top}px)` }, { transform: "none" }], { duration: 200, easing: "cubic-bezier(.2,.7,.3,1)" });
    }
  }
}
