// The lanes that a map can show under its touchpoints, the lines between them, and the choice of what is shown.
const TEXT_LANES = {
  thought: { field: "thought" },
  physical: { field: "physical" },
  frontstage: { field: "frontstage" },
  backstage: { field: "backstage" },
  support: { field: "support" },
  standard: { field: "service_standard" },
  owner: { field: "owner", plain: true },
  duration: { field: "duration_minutes", plain: true, number: true },
};

const LANE_ROWS = {
  action: actionRow,
  emotion: curveRow,
  measure: chipRow,
  pain: (b, columns, row) => leafRow(b, columns, row, "pain_point", painCard, "lane_pain", "add_pain"),
  opportunity: (b, columns, row) => leafRow(b, columns, row, "opportunity", ideaCard, "lane_opportunity", "add_idea"),
  ...Object.fromEntries(Object.keys(TEXT_LANES).map((lane) => [lane, textRow])),
};

const LINE_ABOVE = { frontstage: "interaction", backstage: "visibility", support: "internal" };
const EVIDENCE_STEPS = ["assumption", "anecdote", "observed", "survey", "analytics", "validated"];

function laneLine(b, lane, row) {
  const line = LINE_ABOVE[lane];
  if (!line) return h("div", { class: "divider", "aria-hidden": "true", vars: { r: row } });
  return h("div", { class: `divider boundary ${line}`, "aria-hidden": "true", vars: { r: row } }, h("span", { text: say(b, `line_${line}`) }));
}

function amountOf(text) {
  const number = Number.parseFloat(text.replace(",", "."));
  return Number.isFinite(number) && number >= 0 ? number : null;
}

function durationText(b, minutes) {
  if (minutes === "" || minutes == null) return "";
  const whole = Math.round(minutes * 10) / 10;
  if (whole < 90) return say(b, "minutes", { n: localNumber(b, whole) });
  return whole < 2880 ? say(b, "hours", { n: localNumber(b, Math.round(whole / 6) / 10) }) : say(b, "days", { n: localNumber(b, Math.round(whole / 144) / 10) });
}

function localNumber(b, value) {
  return String(value).replace(".", b.data.language === "vi" ? "," : ".");
}

function textRow(b, columns, row, lane) {
  const cells = columns.map((column, at) => {
    if (column.kind !== "touchpoint") return null;
    const { touchpoint } = column;
    const written = lane === "duration" ? durationText(b, touchpoint.duration) : touchpoint[lane];
    const key = `tx-${lane}:${touchpoint.id}`;
    const words = written || (b.data.readonly ? "" : say(b, `write_${lane}`));
    const node = item(
      key,
      row,
      { class: `action ${lane}${written ? "" : " empty"}`, role: "group", "data-touchpoint": touchpoint.id, "aria-label": `${say(b, `lane_${lane}`)}: ${written || say(b, "not_set")}`, ondblclick: () => editText(b, key) },
      h("span", { class: "words", "data-text": true, text: words }),
    );
    if (!written) node.addEventListener("click", () => editText(b, key));
    return cell(b, columns, at, row, {}, node);
  });
  return laneRow(b, row, `lane_${lane}`, cells.filter(Boolean));
}

// Filled bars say how firmly a card stands: none for an assumption, five for what was checked.
function evidenceMark(level) {
  const steps = EVIDENCE_STEPS.indexOf(level);
  return s("svg", { viewBox: "0 0 20 10", width: 20, height: 10, class: "evidence", "aria-hidden": "true" }, ...[0, 1, 2, 3, 4].map((at) => s("rect", { x: at * 4, y: 8 - at * 1.6, width: 3, height: 2 + at * 1.6, class: at < steps ? "full" : "" })));
}

function evidenceLine(b, thing) {
  const words = b.data.evidences[thing.evidence];
  return words ? h("div", { class: `proof ${thing.evidence}`, title: `${say(b, "evidence")}: ${words}` }, evidenceMark(thing.evidence), h("span", { text: words })) : null;
}

function ideaCard(b, idea, touchpoint, row) {
  const key = `op:${idea.id}`;
  const facts = ideaFacts(b, idea);
  return item(
    key,
    row,
    { class: `card pain idea ${idea.progress}`, role: "group", "data-drag": "opportunity", "data-id": idea.id, "data-touchpoint": touchpoint.id, "aria-label": [say(b, "idea_label", { name: idea.text, place: touchpoint.name }), ...facts].join(". ") },
    h("span", { class: "severity bulb" }, icon("bulb", 20)),
    h("div", { class: "body" }, h("div", { class: "name", "data-text": true, text: idea.text || "…", title: idea.text }), ...facts.map((text) => h("div", { class: "fact", text })), byline(b, idea.id)),
    grip(b, key),
    moreButton(b, key),
  );
}

function ideaFacts(b, idea) {
  const weighed = idea.impact && idea.effort ? say(b, "impact_effort", { impact: idea.impact, effort: idea.effort }) : "";
  const who = [idea.owner, idea.due].filter(Boolean).join(" · ");
  return [weighed, who, idea.progress === "open" ? "" : say(b, `progress_${idea.progress}`)].filter(Boolean);
}

// Which lanes are shown, and in which order: kept with the map, so everybody sees the same.
function showLanes(b, anchor) {
  closePopup(b, false);
  const rows = b.lanes.filter((lane) => LANE_ROWS[bareLane(lane)]).map((lane, at, all) => laneChoice(b, lane, at, all));
  const node = h("div", { class: "popup lanes", role: "dialog", tabindex: -1, "aria-label": say(b, "lanes") }, h("b", { text: say(b, "lanes") }), ...rows);
  node.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") { event.preventDefault(); closePopup(b); }
  });
  showPopup(b, node, anchor, "tool:lanes");
  return node;
}

function bareLane(lane) {
  return lane.replace(/^-/, "");
}

function laneChoice(b, lane, at, all) {
  const name = say(b, `lane_${bareLane(lane)}`);
  const shown = !lane.startsWith("-");
  const shift = (by, symbol, label) =>
    h("button", { type: "button", class: "tool", "data-shift": `${bareLane(lane)}${by}`, disabled: !all[at + by], "aria-label": `${label}: ${name}`, onclick: () => moveLane(b, lane, by, all) }, icon(symbol, 16));
  return h(
    "div",
    { class: "lane-choice" },
    h("button", { type: "button", class: "entry", role: "switch", "data-lane": bareLane(lane), "aria-checked": String(shown), onclick: () => setLanes(b, b.lanes.map((one) => (one === lane ? (shown ? `-${lane}` : bareLane(lane)) : one)), `[data-lane="${bareLane(lane)}"]`) }, h("span", { class: "tick", "aria-hidden": "true" }, shown ? icon("check", 15) : null), h("span", { class: "words", text: name })),
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

function setLanes(b, lanes, focus) {
  operate(b, "edit", "journey", b.data.journey.id, { lanes: [...lanes] }, b.journeyVersion);
  const node = showLanes(b, byKey(b, "tool:lanes"));
  (node.querySelector(`${focus}:enabled`) ?? node.querySelector("button")).focus({ preventScroll: true });
}
