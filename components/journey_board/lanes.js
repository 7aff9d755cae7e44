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
  image: imageRow,
};

const LINE_ABOVE = { frontstage: "interaction", backstage: "visibility", support: "internal" };
const EVIDENCE_STEPS = ["assumption", "anecdote", "observed", "survey", "analytics", "validated"];

function laneLine(b, lane, row, lines) {
  const above = lines.get(lane);
  const words = above?.map((line) => say(b, `line_${line}`)).join(" · ");
  const node = keep(b.shelf, `line/${lane}`, words, () =>
    above ? h("div", { class: `divider boundary ${above[above.length - 1]}`, "aria-hidden": "true" }, h("span", { text: words })) : h("div", { class: "divider", "aria-hidden": "true" }));
  return adjust(node, { vars: { r: row } });
}

// A lane of the blueprint brings its line; where it is hidden, a lane of the map's own behind it takes the line over.
function linesAbove(b) {
  const lines = new Map();
  let passed = [];
  for (const lane of b.lanes) {
    const line = LINE_ABOVE[bareLane(lane)];
    if (line) passed.push(line);
    if (lane.startsWith("-") || !laneRowOf(b, lane)) continue;
    if (line) lines.set(lane, [line]);
    else if (ownLane(lane) && passed.length) lines.set(lane, passed);
    if (line || ownLane(lane)) passed = [];
  }
  return lines;
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
  return String(value).replace(".", b.data.ui === "vi" ? "," : ".");
}

function textRow(b, columns, row, lane) {
  return laneRow(b, row, `lane_${lane}`, touchpointCells(b, columns, row, lane, {}, (touchpoint) => {
    const written = lane === "duration" ? durationText(b, touchpoint.duration) : touchpoint[lane];
    const key = `tx-${lane}:${touchpoint.id}`;
    const words = written || (b.data.readonly ? "" : say(b, `write_${lane}`));
    const node = item(
      key,
      row,
      { class: `action ${lane}${written ? "" : " empty"}`, role: "group", "data-touchpoint": touchpoint.id, "aria-label": `${say(b, `lane_${lane}`)}: ${written || say(b, "not_set")}`, ondblclick: () => editText(b, key) },
      h("span", { class: "words", "data-text": true, text: words, ...(written ? tongue(b, touchpoint, lane) : {}) }),
    );
    if (!written) node.addEventListener("click", () => editText(b, key));
    return [node];
  }));
}

// Filled bars say how firmly a card stands: none for an assumption, five for what was checked.
function evidenceMark(level) {
  const steps = EVIDENCE_STEPS.indexOf(level);
  const bars = (from, to) => [0, 1, 2, 3, 4].slice(from, to).map((at) => `M${at * 4} 10v${-(2 + at * 1.6)}h3V10Z`).join("");
  return s("svg", { viewBox: "0 0 20 10", width: 20, height: 10, class: "evidence", "aria-hidden": "true" }, s("path", { d: bars(steps) }), s("path", { d: bars(0, steps), class: "full" }));
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
    h("div", { class: "body" }, h("div", { class: "name", "data-text": true, text: idea.text || "…", title: idea.text, ...tongue(b, idea, "text") }), ...facts.map((text) => h("div", { class: "fact", text })), byline(b, idea.id)),
    grip(b, key),
    moreButton(b, key),
  );
}

function ideaFacts(b, idea) {
  const weighed = idea.impact && idea.effort ? say(b, "impact_effort", { impact: idea.impact, effort: idea.effort }) : "";
  const who = [idea.owner, idea.due].filter(Boolean).join(" · ");
  return [weighed, who, idea.progress === "open" ? "" : say(b, `progress_${idea.progress}`)].filter(Boolean);
}

function bareLane(lane) {
  return lane.replace(/^-/, "");
}

// The id of a lane that only this map has; null for every other lane.
function ownLane(lane) {
  return /^-?(?:own|stage):(.+)$/.exec(lane)?.[1] ?? null;
}

function laneTitle(b, lane) {
  const own = ownLane(lane);
  return own ? (b.ownLanes[own]?.name ?? "") : say(b, `lane_${bareLane(lane)}`);
}

function laneRowOf(b, lane) {
  const own = ownLane(lane);
  if (!own) return LANE_ROWS[lane] ?? null;
  return lane.startsWith("-") || !b.ownLanes[own] ? null : lane.startsWith("stage:") ? stageNoteRow : noteRow;
}

function noteCell(b, key, row, thing, lane, extra) {
  const name = `note:${ownLane(lane)}`;
  const written = thing[name] ?? "";
  const title = laneTitle(b, lane);
  const node = item(
    key,
    row,
    { class: `action note${written ? "" : " empty"}`, role: "group", "aria-label": `${title}, ${labelOf(thing)}: ${written || say(b, "not_set")}`, ondblclick: () => editText(b, key), ...extra },
    h("span", { class: "words", "data-text": true, text: written || (b.data.readonly ? "" : say(b, "write_note")), ...(written ? tongue(b, thing, name) : {}) }),
  );
  if (!written) node.addEventListener("click", () => editText(b, key));
  return node;
}

function noteRow(b, columns, row, lane) {
  const fill = (touchpoint) => [noteCell(b, `nt-${ownLane(lane)}:${touchpoint.id}`, row, touchpoint, lane, { "data-touchpoint": touchpoint.id })];
  return laneRow(b, row, lane, touchpointCells(b, columns, row, lane, {}, fill));
}

// One text for a whole stage, over all its touchpoints.
function stageNoteRow(b, columns, row, lane) {
  const cells = columns.flatMap((column, at) => {
    if (column.within !== 0) return [];
    const { stage } = column;
    const span = spanOf(columns, stage);
    const node = keep(b.shelf, `${lane}/${stage.id}`, `${row} ${stampOf(b, stage, span)}`, () =>
      h("div", { role: "gridcell", "aria-colspan": span, class: "part cell" }, noteCell(b, `ns-${ownLane(lane)}:${stage.id}`, row, stage, lane, {})));
    return [placed(b, columns, at, row, node, span)];
  });
  return laneRow(b, row, lane, cells);
}

// The pictures themselves come once, beside the board: they are too heavy to be sent with each change.
function imageRow(b, columns, row) {
  return laneRow(b, row, "lane_image", touchpointCells(b, columns, row, "image", {}, (touchpoint) => {
    const names = touchpoint.images ?? [];
    const shown = names.map((name, place) => {
      const source = window.machPictures?.[name];
      const alt = say(b, "image_of", { place: place + 1, name: touchpoint.name });
      return source ? h("img", { src: source, alt, class: "picture", draggable: "false" }) : h("span", { class: "picture missing", role: "img", "aria-label": alt }, icon("image", 18));
    });
    const words = names.length ? say(b, "image_count", { count: names.length, name: touchpoint.name }) : `${say(b, "lane_image")}: ${say(b, "not_set")}`;
    const hint = b.data.readonly ? null : h("span", { class: "words", text: say(b, "write_image") });
    return [item(`im:${touchpoint.id}`, row, { class: `pictures action${names.length ? "" : " empty"}`, role: "group", "data-touchpoint": touchpoint.id, "aria-label": words }, ...(names.length ? shown : [hint]))];
  }));
}
