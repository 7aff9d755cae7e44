// Moving things with a mouse, a pen or a finger (Pointer Events: HTML drag and drop does not exist on touch screens).
const DRAG_AFTER_PX = 5;
const EDGE_PX = 52;
const TURN_AFTER_MS = 550;

function startPointer(b, event) {
  if (event.button || b.data.readonly || b.busy) return;
  const { target } = event;
  const point = target.closest(".pt");
  if (point) { dragPoint(b, point, event); return; }
  const node = target.closest("[data-drag]");
  const held = target.closest("[data-grip]");
  if (!node || (target.closest("button, textarea") && !held)) return;
  // A finger on a card scrolls the page; only the handle drags.
  if (event.pointerType !== "mouse" && !held) return;
  dragThing(b, node, event);
}

// Runs `start` once the pointer has really moved, then `move`, then `end(kept)` exactly once.
function follow(b, event, { start, move, end }) {
  const pointer = event.pointerId;
  const from = { x: event.clientX, y: event.clientY };
  let begun = false;
  const onMove = (one) => {
    if (one.pointerId !== pointer) return;
    if (!begun) {
      if (Math.hypot(one.clientX - from.x, one.clientY - from.y) < DRAG_AFTER_PX) return;
      begun = true;
      // Capture only now: a captured pointer's click would no longer reach the card.
      b.root.setPointerCapture?.(pointer);
      hold(b);
      start(one);
    }
    one.preventDefault();
    move(one);
  };
  const finish = (one) => {
    if (one.type === "keydown" ? one.key !== "Escape" : one.pointerId !== pointer) return;
    for (const name of ["pointermove", "pointerup", "pointercancel"]) b.root.removeEventListener(name, handlers[name]);
    b.root.ownerDocument.removeEventListener("keydown", finish, true);
    if (!begun) return;
    end(one.type === "pointerup", one);
    release(b);
  };
  const handlers = { pointermove: onMove, pointerup: finish, pointercancel: finish };
  for (const [name, run] of Object.entries(handlers)) b.root.addEventListener(name, run);
  b.root.ownerDocument.addEventListener("keydown", finish, true);
}

function dragPoint(b, node, event) {
  const [kind, id] = splitKey(node.dataset.f);
  const lane = node.closest(".curve");
  if (isVoted(b, locate(b.view, "touchpoint", id)?.thing ?? {}, kind)) return;
  event.preventDefault();
  node.focus({ preventScroll: true });
  follow(b, event, {
    start: () => {
      b.dragged = { kind, id, value: locate(b.view, "touchpoint", id)?.thing[SERIES[kind]] ?? 0 };
      node.classList.add("held");
    },
    move: (one) => {
      const value = valueAt(one.clientY - lane.getBoundingClientRect().top, lane.clientHeight);
      if (value === b.dragged.value && !node.classList.contains("unset")) return;
      b.dragged.value = value;
      drawCurve(b);
      node.dataset.word = emotionText(b, value);
    },
    end: (kept) => {
      const { value } = b.dragged;
      b.dragged = null;
      b.stale = true;
      node.classList.remove("held");
      // The face followed the hand: where the value is not kept, the point is made anew too.
      b.shelf.nodes.delete(`${kind}/${id}`);
      b.focusNext = node.dataset.f;
      if (kept) setEmotion(b, SERIES[kind], id, value);
    },
  });
}

function dragThing(b, node, event) {
  const noun = node.dataset.drag;
  const { id } = node.dataset;
  const line = h("div", { class: "drop", "aria-hidden": "true" });
  const lifted = node.cloneNode(true);
  const box = node.getBoundingClientRect();
  const grab = { x: event.clientX - box.left, y: event.clientY - box.top };
  let last = event;
  let target = null;
  let frame = 0;
  const update = () => {
    const base = b.root.getBoundingClientRect();
    lifted.style.left = `${last.clientX - grab.x - base.left}px`;
    lifted.style.top = `${last.clientY - grab.y - base.top}px`;
    target = dropTarget(b, noun, id, last.clientX, last.clientY);
    line.hidden = !target;
    if (!target) return;
    for (const [side, px] of Object.entries(target.line)) line.style[side] = `${px - (side === "left" ? base.left : side === "top" ? base.top : 0)}px`;
  };
  const edge = () => {
    if (scrollAtEdge(b, last)) update();
    turnStage(b, last);
    frame = requestAnimationFrame(edge);
  };
  follow(b, event, {
    start: () => {
      closePopup(b, false);
      lifted.removeAttribute("data-f");
      lifted.classList.add("lifted");
      lifted.style.width = `${Math.min(box.width, 240)}px`;
      grab.x = Math.min(grab.x, 220);
      b.overlay.append(lifted, line);
      node.classList.add("left-behind");
      b.root.classList.add("dragging");
      frame = requestAnimationFrame(edge);
    },
    move: (one) => { last = one; update(); },
    end: (kept) => {
      cancelAnimationFrame(frame);
      lifted.remove();
      line.remove();
      node.classList.remove("left-behind");
      b.root.classList.remove("dragging");
      b.stale = true;
      b.focusNext = `${shortKind(noun)}:${id}`;
      if (kept && target && !target.same) moveTo(b, noun, id, target.parentId, target.index);
    },
  });
}

function shownBoxes(b, selector, except) {
  return [...b.root.querySelectorAll(`.grid ${selector}`)]
    .filter((node) => node.dataset.id !== except && isShown(node))
    .map((node) => ({ node, id: node.dataset.id, box: node.getBoundingClientRect() }));
}

function nearest(boxes, x) {
  const distance = ({ box }) => (x < box.left ? box.left - x : x > box.right ? x - box.right : 0);
  return boxes.reduce((best, one) => (!best || distance(one) < distance(best) ? one : best), null);
}

function dropTarget(b, noun, id, x, y) {
  const spot = { stage: stageTarget, touchpoint: touchpointTarget, pain_point: leafTarget, opportunity: leafTarget }[noun](b, id, x, y, noun);
  if (!spot) return null;
  const now = locate(b.view, noun, id);
  const parentId = now?.parent?.id ?? b.data.journey.id;
  return { ...spot, same: now && parentId === spot.parentId && now.index === spot.index };
}

function stageTarget(b, id, x) {
  const boxes = shownBoxes(b, '[data-drag="stage"]', id);
  if (!boxes.length) return null;
  const index = boxes.filter(({ box }) => box.left + box.width / 2 < x).length;
  const next = boxes[index];
  const last = boxes[boxes.length - 1].box;
  const grid = b.root.querySelector(".grid").getBoundingClientRect();
  return { parentId: b.data.journey.id, index, line: { left: next ? next.box.left - 3 : last.right + 1, top: grid.top, height: grid.height } };
}

function touchpointTarget(b, id, x) {
  const stage = nearest(shownBoxes(b, '[data-drag="stage"]'), x);
  if (!stage) return null;
  const inside = shownBoxes(b, '[data-drag="touchpoint"]', id).filter(({ node }) => node.parentElement.dataset.stage === stage.id);
  const index = inside.filter(({ box }) => box.left + box.width / 2 < x).length;
  const next = inside[index]?.box;
  const last = inside[inside.length - 1]?.box;
  const lane = b.root.querySelector(".grid .card-cell, .grid .adder").getBoundingClientRect();
  const left = next ? next.left - 7 : last ? last.right + 4 : stage.box.left + 14;
  return { parentId: stage.id, index, line: { left, top: lane.top + 4, height: lane.height - 8 } };
}

function leafTarget(b, id, x, y, noun) {
  const cells = [...b.root.querySelectorAll(`.grid [data-leaves="${noun}"]`)].filter(isShown).map((node) => ({ node, box: node.getBoundingClientRect() }));
  const column = nearest(cells, x);
  if (!column) return null;
  const parentId = column.node.dataset.owner;
  const inside = shownBoxes(b, `[data-drag="${noun}"]`, id).filter(({ node }) => node.dataset.touchpoint === parentId);
  const index = inside.filter(({ box }) => box.top + box.height / 2 < y).length;
  const next = inside[index]?.box;
  const last = inside[inside.length - 1]?.box;
  const top = next ? next.top - 4 : last ? last.bottom + 2 : column.box.top + 4;
  return { parentId, index, line: { left: column.box.left + 6, top, width: column.box.width - 12, height: 3 } };
}

function scrollAtEdge(b, event) {
  const box = b.scroll.getBoundingClientRect();
  const fromLeft = event.clientX - box.left - (b.root.querySelector(".head")?.clientWidth ?? 0);
  const fromRight = box.right - event.clientX;
  const before = b.scroll.scrollLeft;
  if (fromRight < EDGE_PX) b.scroll.scrollLeft += Math.ceil((EDGE_PX - Math.max(0, fromRight)) / 4);
  else if (fromLeft < EDGE_PX) b.scroll.scrollLeft -= Math.ceil((EDGE_PX - Math.max(0, fromLeft)) / 4);
  return b.scroll.scrollLeft !== before;
}

// On a phone one stage is shown: holding a card over an arrow of the switcher turns to the next one.
function turnStage(b, event) {
  const over = [...b.root.querySelectorAll(".switcher [data-turn]")].find((node) => {
    const box = node.getBoundingClientRect();
    return box.width && event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  });
  if (!over) { b.turnSince = 0; return; }
  b.turnSince ||= Date.now();
  if (Date.now() - b.turnSince < TURN_AFTER_MS) return;
  b.turnSince = Date.now();
  showStage(b, Number(over.dataset.turn));
}
