// The map for the back row: the whole screen, large letters, nothing to press. And what is drawn over the curve.
function togglePresent(b) {
  const on = !b.root.hasAttribute("data-present");
  b.root.toggleAttribute("data-present", on);
  // Where the browser refuses the whole screen (inside another page's frame), the map fills the window.
  if (on) b.root.requestFullscreen?.().catch(() => {});
  else if (b.root.ownerDocument.fullscreenElement) b.root.ownerDocument.exitFullscreen();
  presented(b, on);
}

// The button that was pressed is hidden now: without the focus on its counterpart, Escape would reach nobody.
function presented(b, on) {
  byKey(b, on ? "tool:present-end" : "tool:present")?.focus({ preventScroll: true });
  announce(b, say(b, on ? "said_present" : "said_present_end"));
  redrawSoon(b);
}

function listenPresent(b) {
  b.root.ownerDocument.addEventListener("fullscreenchange", () => {
    if (!b.root.ownerDocument.fullscreenElement && b.root.hasAttribute("data-present")) {
      b.root.removeAttribute("data-present");
      presented(b, false);
    }
  });
  b.root.addEventListener("keydown", (event) => {
    if (["PageDown", "PageUp"].includes(event.key) && b.root.hasAttribute("data-present") && !event.target.closest(".pt, textarea")) {
      take(event);
      turnPage(b, event.key === "PageDown" ? 1 : -1);
    }
    if (event.key === "Escape" && b.root.hasAttribute("data-present") && !b.popup) togglePresent(b);
  });
}

// What a presenter holds in the hand sends these keys: from stage to stage, each beginning at the left edge.
function turnPage(b, by) {
  if (!isWholeMap(b)) { showStage(b, by); return; }
  const edge = b.root.querySelector(".grid .head").getBoundingClientRect().right;
  const offsets = [...b.root.querySelectorAll(".grid .stage")].map((node) => node.getBoundingClientRect().left - edge);
  const next = by > 0 ? offsets.find((one) => one > 8) : offsets.filter((one) => one < -8).pop();
  const step = next ?? (by > 0 ? b.scroll.scrollWidth : -b.scroll.scrollLeft);
  b.scroll.scrollBy({ left: step, behavior: calmMotion() ? "auto" : "smooth" });
  const at = offsets.findIndex((one) => Math.abs(one - step) < 4);
  if (at >= 0) announce(b, say(b, "stage_of", { place: at + 1, total: b.view.length, name: b.view[at].name }));
}

function redrawSoon(b) {
  requestAnimationFrame(() => { drawCurve(b); markEdges(b); });
}

function presentTitle(b) {
  return h(
    "div",
    { class: "present-title" },
    h("b", { text: b.data.journey.title }),
    h("button", { type: "button", class: "tool big", "data-f": "tool:present-end", "aria-label": say(b, "present_end"), title: say(b, "present_end"), onclick: () => togglePresent(b) }, icon("close", 22)),
  );
}

// Where customers skip, come back or branch off: arcs at the top of the lane. ``words`` already stand there: an arc's own
// word goes where it covers none of them. On a phone an arc to another stage ends at the edge and names its goal.
function linkArcs(b, spots, words, width) {
  const byId = new Map(spots.map((spot) => [spot.touchpoint.id, spot]));
  const size = b.root.hasAttribute("data-present") ? 10 : 6.2;
  const boxOf = (x, y, text) => [x - (text.length * size) / 2 - 3, y - 1.9 * size, x + (text.length * size) / 2 + 3, y + 0.6 * size];
  const taken = words.map((one) => boxOf(Number(one.getAttribute("x")), Number(one.getAttribute("y")), one.textContent));
  return spots.flatMap((from) =>
    (from.touchpoint.links ?? []).flatMap((link) => {
      const [kind, id] = splitKey(link);
      const to = byId.get(id) ?? beyond(b, id, from, width);
      if (!to) return [];
      const back = to.x < from.x ? -1 : 1;
      const top = back < 0 ? 16 : 0;
      const text = to.name ? `${say(b, `link_${kind}`)}: ${to.name}` : say(b, `link_${kind}`);
      const half = (text.length * size) / 2 + 4;
      const boxes = [0.5, 0.35, 0.65, 0.22, 0.78].map((part) => {
        const x = to.name ? clamp((from.x + to.x) / 2, Math.min(half, width / 2), Math.max(width - half, width / 2)) : from.x + (to.x - from.x) * part;
        return { x, y: top + 26 - 64 * part * (1 - part) + 4, part };
      });
      const free = boxes.find((one) => !taken.some((box) => overlap(box, boxOf(one.x, one.y, text)))) ?? boxes[0];
      taken.push(boxOf(free.x, free.y, text));
      return [
        s("path", { d: `M${from.x} ${top + 26}Q${(from.x + to.x) / 2} ${top - 6} ${to.x} ${top + 24}m${-7 * back} -6l${7 * back} 6l${-9 * back} 2`, class: `link ${kind}` }),
        s("text", { x: free.x, y: free.y, "text-anchor": "middle", class: "link-word", text }),
      ];
    }),
  );
}

// The edge of the lane behind which a touchpoint of another stage lies, where one stage is shown at a time.
function beyond(b, id, from, width) {
  const to = isWholeMap(b) ? null : locate(b.view, "touchpoint", id);
  if (!to) return null;
  const place = (touchpoint) => b.view.findIndex((stage) => stage.touchpoints.some((one) => one.id === touchpoint));
  const name = to.thing.name.length > 30 ? `${to.thing.name.slice(0, 29)}…` : to.thing.name;
  return { x: place(id) < place(from.touchpoint.id) ? 6 : width - 6, name };
}

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

function linkWords(b, touchpoint) {
  return (touchpoint.links ?? []).map((link) => {
    const [kind, id] = splitKey(link);
    const to = locate(b.view, "touchpoint", id);
    return to ? `${say(b, `link_${kind}`)}: ${to.thing.name}` : "";
  });
}

// The middle half of what several people felt, as a band behind the perceived line; broken where it is not known.
function spreadBand(spots, height, feltAt, name) {
  const known = (spot) => feltAt(spot)?.low != null && feltAt(spot).high != null;
  let path = "";
  spots.forEach((spot, at) => {
    const next = spots[at + 1];
    if (!next || !known(spot) || !known(next)) return;
    const y = (value) => yOf(value, height);
    const [one, other] = [feltAt(spot), feltAt(next)];
    path += `M${spot.x} ${y(one.high)}L${next.x} ${y(other.high)}L${next.x} ${y(other.low)}L${spot.x} ${y(one.low)}Z`;
  });
  // Where only one place is known, or the next is not, the spread stands as a bar of its own.
  spots.forEach((spot) => {
    if (!known(spot)) return;
    path += `M${spot.x - 5} ${yOf(feltAt(spot).high, height)}h10V${yOf(feltAt(spot).low, height)}h-10Z`;
  });
  return s("path", { d: path, class: name });
}

// People remember the peak and the end.
function peakAndEnd(b, spots, height) {
  const felt = spots.filter((spot) => spot.per != null);
  if (felt.length < 3 || !isWholeMap(b)) return [];
  const end = felt[felt.length - 1];
  const peak = felt.reduce((best, spot) => (Math.abs(spot.per) > Math.abs(best.per) ? spot : best));
  const label = (spot, key) => s("text", { x: spot.x, y: yOf(spot.per, height) + (spot.per > 0 ? -20 : 32), "text-anchor": "middle", class: "memory", text: say(b, key) });
  return peak === end ? [label(end, "peak_and_end")] : [label(peak, "peak"), label(end, "end")];
}

function isWholeMap(b) {
  return b.switcher.getClientRects().length === 0;
}
