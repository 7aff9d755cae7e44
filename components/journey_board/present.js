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

// Where customers skip, come back or branch off: arcs at the top of the lane.
function linkArcs(b, spots) {
  const byId = new Map(spots.map((spot) => [spot.touchpoint.id, spot]));
  return spots.flatMap((from) =>
    (from.touchpoint.links ?? []).flatMap((link) => {
      const [kind, id] = splitKey(link);
      const to = byId.get(id);
      if (!to) return [];
      const middle = (from.x + to.x) / 2;
      const back = to.x < from.x ? -1 : 1;
      const top = back < 0 ? 16 : 0;
      return [
        s("path", { d: `M${from.x} ${top + 26}Q${middle} ${top - 6} ${to.x} ${top + 24}m${-7 * back} -6l${7 * back} 6l${-9 * back} 2`, class: `link ${kind}` }),
        s("text", { x: middle, y: top + 14, "text-anchor": "middle", class: "link-word", text: say(b, `link_${kind}`) }),
      ];
    }),
  );
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
