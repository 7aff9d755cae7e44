// Which lanes are shown, in which order, and which the map has of its own: kept with the map, so everybody sees the same.
function showLanes(b, anchor) {
  closePopup(b, false);
  const known = b.lanes.filter((lane) => (ownLane(lane) ? b.ownLanes[ownLane(lane)] : LANE_ROWS[bareLane(lane)]));
  const rows = known.map((lane, at, all) => laneChoice(b, lane, at, all));
  const adding = (scope) =>
    h("button", { type: "button", class: "entry", "data-new-lane": scope, onclick: () => addLane(b, scope) }, icon("add", 16), h("span", { class: "words", text: say(b, `add_lane_${scope}`) }));
  const node = h(
    "div",
    { class: "popup lanes", role: "dialog", tabindex: -1, "aria-label": say(b, "lanes") },
    h("b", { text: say(b, "lanes") }), h("div", { class: "lane-new" }, adding("own"), adding("stage")), ...rows,
  );
  node.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") { event.preventDefault(); closePopup(b); }
  });
  showPopup(b, node, anchor, "tool:lanes");
  return node;
}

function laneChoice(b, lane, at, all) {
  const name = laneTitle(b, lane);
  const shown = !lane.startsWith("-");
  const bare = bareLane(lane);
  const button = (symbol, label, run, extra = {}) =>
    h("button", { type: "button", class: "tool", "aria-label": `${label}: ${name}`, title: label, onclick: run, ...extra }, icon(symbol, 16));
  const shift = (by, symbol, label) => button(symbol, label, () => moveLane(b, lane, by, all), { "data-shift": `${bare}${by}`, disabled: !all[at + by] });
  const toggled = () => b.lanes.map((one) => (one === lane ? (shown ? `-${lane}` : bare) : one));
  return h(
    "div",
    { class: "lane-choice" },
    h("button", { type: "button", class: "entry", role: "switch", "data-lane": bare, "aria-checked": String(shown), onclick: () => setLanes(b, toggled(), `[data-lane="${bare}"]`) }, h("span", { class: "tick", "aria-hidden": "true" }, shown ? icon("check", 15) : null), h("span", { class: "words", text: name })),
    ownLane(lane) ? button("edit", say(b, "rename"), (event) => renameLane(b, lane, event.currentTarget), { "data-rename": ownLane(lane) }) : null,
    ownLane(lane) ? button("bin", say(b, "remove"), () => removeLane(b, lane)) : null,
    shift(-1, "up", say(b, "move_up")),
    shift(1, "down", say(b, "move_down")),
  );
}

function moveLane(b, lane, by, all) {
  const lanes = b.lanes.filter((one) => one !== lane);
  const other = lanes.indexOf(all[all.indexOf(lane) + by]);
  lanes.splice(by > 0 ? other + 1 : other, 0, lane);
  setLanes(b, lanes, `[data-shift="${bareLane(lane)}${by}"]`);
}

function setLanes(b, lanes, focus, names = {}) {
  operate(b, "edit", "journey", b.data.journey.id, { lanes: [...lanes], ...names }, b.journeyVersion);
  const node = showLanes(b, byKey(b, "tool:lanes"));
  (node.querySelector(`${focus}:enabled`) ?? node.querySelector("button")).focus({ preventScroll: true });
}

// Behind the last lane that is shown: further down it would stand below lines that the map does not show yet.
function addLane(b, scope) {
  const anchor = b.popup.node.querySelector(".lane-new");
  const slot = h("div", { class: "slot" });
  anchor.before(slot);
  editInPlace(b, slot, {
    value: "",
    label: say(b, "lane_name"),
    rows: 1,
    commit: (text) => {
      const id = newId();
      const shown = b.lanes.map((lane) => !lane.startsWith("-")).lastIndexOf(true);
      const lanes = [...b.lanes];
      lanes.splice(shown + 1, 0, `${scope}:${id}`);
      setLanes(b, lanes, `[data-lane="${scope}:${id}"]`, { [`own_lanes.${id}_${b.data.language}`]: text });
      announce(b, say(b, "said_added", { name: text }));
    },
    done: () => slot.remove(),
  });
}

function renameLane(b, lane, anchor) {
  const own = ownLane(lane);
  const before = b.journeyVersion;
  editInPlace(b, anchor.closest(".lane-choice").querySelector(".words"), {
    value: b.ownLanes[own].name,
    label: say(b, "lane_name"),
    rows: 1,
    commit: (text) => {
      operate(b, "edit", "journey", b.data.journey.id, { [`own_lanes.${own}_${b.data.language}`]: text }, before);
      showLanes(b, byKey(b, "tool:lanes")).querySelector(`[data-rename="${own}"]`)?.focus({ preventScroll: true });
    },
  });
}

// Its texts stay at the touchpoints, unseen, so that undo brings back the whole lane.
function removeLane(b, lane) {
  const own = ownLane(lane);
  const name = laneTitle(b, lane);
  setLanes(b, b.lanes.filter((one) => one !== lane), "button", { [`own_lanes.${own}_vi`]: "", [`own_lanes.${own}_en`]: "" });
  announce(b, say(b, "said_removed", { name }));
  showToast(b, say(b, "said_removed", { name }), say(b, "undo"), () => step(b, "undo"));
}
