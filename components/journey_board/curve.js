// The emotion lane: expected, perceived and measured on one axis from very bad (-2) to very good (2).
const CURVE_PAD = 36;
const SNAP = 0.5;
const GAP_WORTH_SAYING = 1;
// The three series stand a little beside each other, so that equal values can all be seen and caught.
const DODGE = { exp: -15, per: 0, mea: 15, vote: 30 };
const SERIES = { exp: "expected", per: "perceived", vote: "vote" };

function curveRow(b, columns, at) {
  const points = columns.flatMap(({ kind, touchpoint, stamp }) => {
    if (kind !== "touchpoint") return [];
    const point = (series, row) => keep(b.shelf, `${series}/${touchpoint.id}`, `${row} ${stamp}`, () => pointNode(b, touchpoint, series, row));
    const voting = !b.data.readonly && !b.data.person && (b.series === "vote" || touchpoint.vote != null);
    return [point("exp", at), point("per", at + 0.5), ...(voting ? [point("vote", at + 0.7)] : [])];
  });
  const lane = keep(b.shelf, "curve", b.era, () => newCurve(b));
  adjust(lane, { "data-active": b.series, "data-people": b.data.people.length > 1 ? b.data.people.length : null, vars: { r: at } });
  arrange(lane, [...lane.machParts, ...points]);
  const row = laneRow(b, at, "lane_emotion", [lane], () => scale(b, "outer"));
  row.firstChild.classList.add("tall");
  return row;
}

function newCurve(b) {
  const lane = h("div", { class: "curve", role: "gridcell" });
  lane.machParts = [s("svg", { class: "lines", "aria-hidden": "true" }), scale(b, "inner"), h("div", { class: "ghost", "aria-hidden": "true" })];
  lane.addEventListener("pointermove", (event) => previewPoint(b, lane, event));
  lane.addEventListener("pointerleave", () => lane.classList.remove("aiming"));
  lane.addEventListener("click", (event) => placePoint(b, lane, event));
  return lane;
}

function scale(b, name) {
  const marks = [2, 1, 0, -1, -2].map((level) =>
    h("div", { class: "mark", vars: { at: (2 - level) / 4 } }, face(level, 18), h("span", { text: say(b, `emotion_${level + 2}`) })),
  );
  return h("div", { class: `scale ${name}`, "aria-hidden": "true" }, ...marks);
}

function pointNode(b, touchpoint, kind, row) {
  const value = touchpoint[SERIES[kind]];
  const name = `${say(b, SERIES[kind])}: ${touchpoint.name}`;
  const voted = isVoted(b, touchpoint, kind);
  const words = [emotionText(b, value), voted ? votedWords(b, touchpoint) : ""].filter(Boolean).join(". ");
  const shared = value != null && touchpoint.shared?.includes(SERIES[kind]) ? `\n${say(b, "felt_shared")}` : "";
  const control = b.data.readonly || voted
    ? { role: "img", "aria-label": `${name}. ${words}` }
    : {
        role: "slider", "aria-orientation": "vertical", "aria-valuemin": -2, "aria-valuemax": 2,
        "aria-valuenow": value ?? 0, "aria-valuetext": `${emotionText(b, value)}${shared}`, "aria-label": name,
      };
  return item(
    `${kind}:${touchpoint.id}`,
    row,
    { class: `pt ${kind}${value == null ? " unset" : ""}${shared ? " shared" : ""}`, "data-touchpoint": touchpoint.id, title: `${name}\n${words}${shared}`, ...control },
    kind === "per" ? face(emotionLevel(value ?? 0), 26) : h("span", { class: "ring" }),
  );
}

// Where each visible touchpoint stands in the lane, with its three values (null: not known).
function spotsOf(b, lane) {
  const base = lane.getBoundingClientRect();
  const spots = [];
  for (const stage of b.view) {
    for (const touchpoint of stage.touchpoints) {
      const box = b.shelf.nodes.get(`card/${touchpoint.id}`)?.node.getBoundingClientRect();
      if (!box?.width) continue;
      const spot = { touchpoint, x: box.left + box.width / 2 - base.left, left: box.left - base.left, right: box.right - base.left };
      spot.exp = touchpoint.expected;
      spot.per = touchpoint.perceived;
      spot.vote = touchpoint.vote;
      spot.mea = touchpoint.measured?.value ?? null;
      for (const one of b.data.people) spot[one.id] = feltOf(b, touchpoint, one);
      if (b.dragged?.id === touchpoint.id) spot[b.dragged.kind] = b.dragged.value;
      spots.push(spot);
    }
  }
  return spots;
}

function drawCurve(b) {
  const lane = b.root.querySelector(".curve");
  if (!lane || !lane.clientWidth) return;
  const height = lane.clientHeight;
  const spots = spotsOf(b, lane);
  const [exp, per, mea] = ["exp", "per", "mea"].map((series) => segmentsOf(spots, series, height));
  const actual = exp.map((_, at) => mea[at] ?? per[at]);
  const gap = gapPieces(exp, actual);
  const memories = peakAndEnd(b, spots, height);
  const svg = lane.querySelector("svg.lines");
  svg.setAttribute("width", lane.clientWidth);
  svg.setAttribute("height", height);
  svg.replaceChildren(
    s("defs", {}, s("pattern", { id: "mach-hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, s("rect", { width: 7, height: 7, class: "hatch-ground" }), s("rect", { width: 2, height: 7, class: "hatch-line" }))),
    ...gridLines(lane, height),
    ...spots.filter((spot) => spot.touchpoint.mot).map((spot) => s("line", { x1: spot.x, x2: spot.x, y1: 4, y2: height - 4, class: "moment-line" })),
    s("path", { d: gap.above, class: "gap-above" }),
    s("path", { d: gap.below, class: "gap-below", fill: "url(#mach-hatch)" }),
    spreadBand(spots, height, (spot) => spot.touchpoint, "spread"),
    ...peopleCurves(b, spots, height),
    s("path", { d: pathOf(exp), class: "line exp" }),
    s("path", { d: pathOf(per), class: "line per" }),
    s("path", { d: pathOf(mea), class: "line mea" }),
    ...spots.flatMap((spot) => measuredMark(spot, height)),
    ...voteLabels(b, spots, height),
    ...linkArcs(b, spots, memories, lane.clientWidth),
    ...memories,
    ...gapCallout(b, spots, height),
  );
  placePoints(b, lane, spots, height);
  showStepper(b);
}

function gridLines(lane, height) {
  const width = lane.clientWidth;
  const zero = yOf(0, height);
  return [
    s("rect", { x: 0, y: 0, width, height: zero, class: "upper" }),
    s("rect", { x: 0, y: zero, width, height: height - zero, class: "lower" }),
    ...[-2, -1, 1, 2].map((level) => s("line", { x1: 0, x2: width, y1: yOf(level, height), y2: yOf(level, height), class: "rule" })),
    s("line", { x1: 0, x2: width, y1: zero, y2: zero, class: "zero" }),
  ];
}

function measuredMark(spot, height) {
  const measured = spot.touchpoint.measured;
  if (!measured) return [];
  const x = spot.x + DODGE.mea;
  const y = yOf(measured.value, height);
  const marks = [];
  if (measured.low != null && measured.high != null) {
    const [top, bottom] = [yOf(measured.high, height), yOf(measured.low, height)];
    marks.push(s("path", { d: `M${x} ${top}V${bottom}M${x - 5} ${top}h10M${x - 5} ${bottom}h10`, class: "error" }));
  }
  marks.push(s("rect", { x: x - 6, y: y - 6, width: 12, height: 12, rx: 1.5, class: measured.small ? "square small" : "square" }));
  return marks;
}

function gapCallout(b, spots, height) {
  let worst = null;
  for (const spot of spots) {
    const actual = spot.mea ?? spot.per;
    if (spot.exp == null || actual == null) continue;
    const gap = actual - spot.exp;
    if (gap <= -GAP_WORTH_SAYING && (!worst || gap < worst.gap)) worst = { ...spot, gap, actual };
  }
  if (!worst) return [];
  const text = `▼ ${say(b, "gap_of", { points: signed(b, worst.gap) })}`;
  const width = text.length * 6.4 + 18;
  const x = clamp(worst.x, width / 2, b.root.querySelector(".curve").clientWidth - width / 2);
  const values = [worst.exp, worst.per, worst.mea, worst.touchpoint.measured?.low].filter((value) => value != null);
  const below = yOf(Math.min(...values), height) + 16;
  const y = below + 22 > height ? Math.max(4, yOf(Math.max(...values), height) - 40) : below;
  return [
    s("g", { class: "callout" }, s("rect", { x: x - width / 2, y, width, height: 22, rx: 11 }), s("text", { x, y: y + 15.5, "text-anchor": "middle", text })),
  ];
}

function placePoints(b, lane, spots, height) {
  const byId = new Map(spots.map((spot) => [spot.touchpoint.id, spot]));
  for (const node of lane.querySelectorAll(".pt")) {
    const spot = byId.get(node.dataset.touchpoint);
    node.hidden = !spot;
    if (!spot) continue;
    const [kind] = splitKey(node.dataset.f);
    const value = spot[kind];
    node.style.left = `${spot.x + DODGE[kind]}px`;
    node.style.top = `${yOf(value ?? 0, height)}px`;
    node.classList.toggle("unset", value == null);
    if (kind === "per" && b.dragged?.id === spot.touchpoint.id) node.replaceChildren(face(emotionLevel(value ?? 0), 26));
  }
}

function laneSpot(b, lane, event) {
  const base = lane.getBoundingClientRect();
  const x = event.clientX - base.left;
  const spot = spotsOf(b, lane).find((one) => x >= one.left && x < one.right);
  return spot && { spot, value: valueAt(event.clientY - base.top, lane.clientHeight) };
}

function previewPoint(b, lane, event) {
  const free = event.pointerType === "mouse" && SERIES[b.series] && !b.data.readonly && !b.busy && !event.target.closest(".pt, .stepper");
  const aim = free ? laneSpot(b, lane, event) : null;
  lane.classList.toggle("aiming", Boolean(aim));
  if (!aim) return;
  const ghost = lane.querySelector(".ghost");
  const mark = b.series === "per" ? face(emotionLevel(aim.value), 26) : h("span", { class: "ring" });
  ghost.dataset.kind = b.series;
  ghost.replaceChildren(mark, h("span", { class: "word", text: emotionText(b, aim.value) }));
  ghost.style.left = `${aim.spot.x + DODGE[b.series]}px`;
  ghost.style.top = `${yOf(aim.value, lane.clientHeight)}px`;
}

// A click of the mouse sets the value there. A finger only chooses the touchpoint: taps happen while scrolling.
function placePoint(b, lane, event) {
  if (event.target.closest(".stepper")) return;
  const point = event.target.closest(".pt");
  const [kind, at] = point ? splitKey(point.dataset.f) : [];
  const touched = point && locate(b.view, "touchpoint", at)?.thing;
  if (touched && !b.data.readonly && isVoted(b, touched, kind)) offerVote(b, touched);
  const aim = point ? null : laneSpot(b, lane, event);
  if (!aim) return;
  const id = aim.spot.touchpoint.id;
  if (b.data.readonly || !SERIES[b.series]) { select(b, { kind: "touchpoint", id }); return; }
  if (isVoted(b, aim.spot.touchpoint, b.series)) { offerVote(b, aim.spot.touchpoint); return; }
  b.focusNext = `${b.series}:${id}`;
  if (event.pointerType === "touch") { byKey(b, b.focusNext)?.focus({ preventScroll: true }); return; }
  setEmotion(b, SERIES[b.series], id, aim.value);
  lane.classList.remove("aiming");
}

function changePoint(b, key, change) {
  const [kind, id] = splitKey(key);
  const found = locate(b.view, "touchpoint", id);
  if (!found || b.data.readonly) return;
  if (isVoted(b, found.thing, kind)) { offerVote(b, found.thing); return; }
  const now = found.thing[SERIES[kind]];
  const next = change(now);
  b.focusNext = key;
  setEmotion(b, SERIES[kind], id, next == null ? null : clamp(next, -2, 2));
}

// Buttons beside the focused point, for fingers and for those who would rather not drag.
function showStepper(b) {
  const lane = b.root.querySelector(".curve");
  lane?.querySelector(".stepper")?.remove();
  const point = b.root.getRootNode().activeElement;
  if (!lane || !point?.classList?.contains("pt") || b.dragged || b.data.readonly) return;
  const key = point.dataset.f;
  const [kind, id] = splitKey(key);
  const touchpoint = locate(b.view, "touchpoint", id)?.thing;
  if (!touchpoint || isVoted(b, touchpoint, kind)) return;
  const value = touchpoint[SERIES[kind]] ?? null;
  const button = (name, label, run, off) =>
    h("button", { type: "button", tabindex: -1, "aria-label": label, title: label, disabled: off, onclick: (event) => { event.stopPropagation(); run(); } }, icon(name, 16));
  const node = h(
    "div",
    { class: "stepper", onpointerdown: (event) => { event.preventDefault(); event.stopPropagation(); } },
    button("minus", say(b, "lower"), () => changePoint(b, key, (now) => (now ?? 0) - SNAP), value === -2),
    h("span", { class: "word" }, h("b", { text: say(b, SERIES[kind]) }), h("span", { text: emotionText(b, value) })),
    button("add", say(b, "higher"), () => changePoint(b, key, (now) => (now ?? 0) + SNAP), value === 2),
    button("close", say(b, "clear"), () => changePoint(b, key, () => null), value == null),
  );
  lane.append(node);
  placeStepper(b, lane, node, parseFloat(point.style.left), parseFloat(point.style.top));
}

// Beside the point, on the side where it can be seen whole; above or below it where neither side has room.
function placeStepper(b, lane, node, x, y) {
  const base = lane.getBoundingClientRect();
  const view = b.scroll.getBoundingClientRect();
  const from = Math.max(0, view.left - base.left);
  const to = Math.min(lane.clientWidth, view.right - base.left);
  const [width, height] = [node.offsetWidth, node.offsetHeight];
  const beside = x + 22 + width <= to ? x + 22 : x - 22 - width >= from ? x - 22 - width : null;
  const above = y - height - 22 > 0 ? y - height - 22 : y + 22;
  node.style.left = `${beside ?? clamp(x - width / 2, from + 4, Math.max(from + 4, to - width - 4))}px`;
  node.style.top = `${beside == null ? above : clamp(y - height / 2, 2, lane.clientHeight - height - 2)}px`;
}
