// The lanes of the map as nodes: one row of the grid each.
const MAX_SHOWN = 3;

// Columns: one a touchpoint, one slim column a stage for adding to it, one at the end for a new stage.
function columnsOf(b) {
  const columns = [];
  for (const [stageAt, stage] of b.view.entries()) {
    const first = columns.length;
    for (const touchpoint of stage.touchpoints) columns.push({ kind: "touchpoint", stage, stageAt, touchpoint, stamp: touchpointStamp(b, touchpoint) });
    if (!b.data.readonly || !stage.touchpoints.length) columns.push({ kind: "add", stage, stageAt });
    for (let at = first; at < columns.length; at += 1) columns[at].within = at - first;
  }
  if (!b.data.readonly) columns.push({ kind: "end", stage: null });
  return columns;
}

function widthOf(column) {
  if (column.kind === "touchpoint") return "minmax(var(--column), 1fr)";
  if (column.kind === "end") return "56px";
  return column.stage.touchpoints.length ? "44px" : "minmax(var(--column), 1fr)";
}

// The least width of the columns together: from there on the map scrolls instead of squeezing its words.
function needOf(columns) {
  const roomy = columns.filter((column) => widthOf(column).startsWith("minmax")).length;
  const fixed = columns.filter((column) => !widthOf(column).startsWith("minmax")).reduce((sum, column) => sum + parseInt(widthOf(column), 10), 0);
  return `calc(${roomy} * var(--column) + ${fixed}px)`;
}

// Puts a node into its column: what changes when things move, without the node being made anew.
function placed(b, columns, at, row, node, span = 1) {
  const column = columns[at];
  node.classList.toggle("on", Boolean(column.stage) && column.stage.id === b.stageShown);
  return adjust(node, { "data-stage": column.stage?.id ?? "", vars: { c: at + 2, n: (column.within ?? 0) + 1, r: row, span } });
}

function cell(b, columns, at, row, name, extra, fill) {
  const { class: more = "", stamp = columns[at].stamp, span = 1, ...rest } = extra;
  const node = keep(b.shelf, `${name}/${columns[at].touchpoint?.id ?? columns[at].stage?.id ?? ""}`, `${row} ${stamp}`, () =>
    h("div", { role: "gridcell", ...rest, class: `part cell ${more}` }, ...fill()));
  return placed(b, columns, at, row, node, span);
}

// One cell for each touchpoint.
function touchpointCells(b, columns, row, name, extra, fill) {
  return columns.flatMap((column, at) => {
    if (column.kind !== "touchpoint") return [];
    const more = typeof extra === "function" ? extra(column.touchpoint) : extra;
    return [cell(b, columns, at, row, name, more, () => fill(column.touchpoint))];
  });
}

function spanOf(columns, stage) {
  return columns.filter((one) => one.stage === stage).length;
}

function laneRow(b, row, key, cells, tools = () => null) {
  const own = ownLane(key);
  const title = () => (own ? h("span", { class: "title", text: laneTitle(b, key), ...tongue(b, b.ownLanes[own], "name") }) : h("span", { class: "title", text: say(b, key), title: say(b, `${key}_tip`) }));
  const head = keep(b.shelf, `head/${key}`, `${b.era}`, () => h("div", { class: row === 1 ? "head first" : "head", role: "rowheader" }, title(), tools()));
  const node = keep(b.shelf, `row/${key}`, "", () => h("div", { class: "row", role: "row" }));
  return arrange(node, [adjust(head, { vars: { r: row } }), ...cells]);
}

function item(key, row, props, ...kids) {
  return h("div", { "data-f": key, "data-row": row, tabindex: -1, ...props }, ...kids);
}

function smallButton(name, label, run, extra = {}) {
  return h(
    "button",
    { type: "button", class: "tool", tabindex: -1, "aria-label": label, title: label, onclick: (event) => { event.stopPropagation(); run(event.currentTarget); }, ...extra },
    icon(name, 16),
  );
}

// For fingers: dragging it moves the thing, a tap opens the thing's menu.
function grip(b, key) {
  return b.data.readonly ? null : smallButton("grip", say(b, "more"), (anchor) => thingMenu(b, key, anchor), { class: "grip", "data-grip": true, "aria-haspopup": "menu" });
}

function moreButton(b, key) {
  return b.data.readonly ? null : smallButton("more", say(b, "more"), (anchor) => thingMenu(b, key, anchor), { "aria-haspopup": "menu" });
}

function addButton(b, target, row, label, words = false) {
  const key = `add:${target}`;
  return h(
    "button",
    { type: "button", class: `add${words ? " wide" : ""}`, "data-f": key, "data-row": row, tabindex: -1, "aria-label": label, title: label, onclick: () => addByHand(b, key) },
    icon("add", 16),
    words ? h("span", { text: label }) : null,
  );
}

function byline(b, id) {
  const name = b.data.authors[id];
  if (!name) return null;
  return h("div", { class: "by" }, h("span", { class: "who", "aria-hidden": "true", text: [...name][0].toUpperCase() }), h("span", { text: say(b, "changed_by", { name }) }));
}

function stageRow(b, columns) {
  const cells = [];
  for (const [at, column] of columns.entries()) {
    if (column.kind === "end") cells.push(cell(b, columns, at, 1, "end", { class: "end", stamp: b.era }, () => [addButton(b, "stage", 1, say(b, "add_stage"))]));
    else if (column.within === 0) cells.push(stageHead(b, columns, at));
  }
  return laneRow(b, 1, "lane_stage", cells);
}

function stageHead(b, columns, at) {
  const { stage, stageAt } = columns[at];
  const span = spanOf(columns, stage);
  const stamp = stampOf(b, stage, stageAt, b.view.length, stage.touchpoints.length, span);
  const node = keep(b.shelf, `stage/${stage.id}`, stamp, () => h("div", { role: "columnheader", class: "part stage", "aria-colspan": span }, stageBand(b, stage, stageAt)));
  return placed(b, columns, at, 1, node, span);
}

function stageBand(b, stage, stageAt) {
  const key = `st:${stage.id}`;
  return item(
    key,
    1,
    {
      class: "band", role: "group", "data-drag": "stage", "data-id": stage.id,
      "aria-label": say(b, "stage_label", { name: stage.name, place: stageAt + 1, total: b.view.length, count: stage.touchpoints.length }),
      title: stage.goal || null,
    },
    grip(b, key),
    h("span", { class: "label" },
      h("span", { class: "number", "aria-hidden": "true", text: stageAt + 1 }),
      h("span", { class: "name", "data-text": true, text: stage.name || "…", ...tongue(b, stage, "name") }),
      ...(stage.chips ?? []).filter((chip) => !["none", "hidden"].includes(chip.state)).map((chip) => chipNode(b, chip))),
    moreButton(b, key),
  );
}

function touchpointRow(b, columns) {
  const cells = columns.map((column, at) => {
    if (column.kind === "touchpoint") return cell(b, columns, at, 2, "card", { class: "card-cell" }, () => [touchpointCard(b, column.touchpoint)]);
    if (column.kind === "end" || b.data.readonly) return null;
    const { id, touchpoints } = column.stage;
    const words = !touchpoints.length;
    return cell(b, columns, at, 2, "adder", { class: "adder", stamp: `${b.era} ${words}` }, () => [addButton(b, `touchpoint/${id}`, 2, say(b, "add_touchpoint"), words)]);
  });
  return laneRow(b, 2, "lane_touchpoint", cells.filter(Boolean));
}

function touchpointCard(b, touchpoint) {
  const key = `tp:${touchpoint.id}`;
  const channel = b.data.channels[touchpoint.channel] ?? b.data.channels.other;
  const moment = touchpoint.mot ? b.data.moments[touchpoint.mot] : null;
  const tag = b.data.readonly ? "span" : "button";
  return item(
    key,
    2,
    {
      class: `card touchpoint${moment ? " moment" : ""}`, role: "group", "data-drag": "touchpoint", "data-id": touchpoint.id,
      "data-touchpoint": touchpoint.id, "aria-label": touchpointLabel(b, touchpoint, channel, moment),
    },
    h(
      "div",
      { class: "top" },
      grip(b, key),
      h(
        tag,
        { type: b.data.readonly ? null : "button", class: "channel", tabindex: b.data.readonly ? null : -1, title: channel, "aria-label": say(b, "channel_is", { name: channel }), onclick: (event) => { event.stopPropagation(); channelMenu(b, touchpoint.id, event.currentTarget); } },
        icon(touchpoint.channel, 17),
        h("span", { text: channel }),
      ),
      moreButton(b, key),
    ),
    moment ? momentMark(b, touchpoint, moment) : null,
    h("div", { class: "name", "data-text": true, text: touchpoint.name || "…", title: touchpoint.name, ...tongue(b, touchpoint, "name") }),
    evidenceLine(b, touchpoint),
    byline(b, touchpoint.id),
  );
}

function momentMark(b, touchpoint, moment) {
  return h(
    b.data.readonly ? "span" : "button",
    { type: b.data.readonly ? null : "button", class: "diamond", tabindex: b.data.readonly ? null : -1, title: moment, "aria-label": moment, onclick: (event) => { event.stopPropagation(); momentMenu(b, touchpoint.id, event.currentTarget); } },
    icon("diamond", 18),
  );
}

function touchpointLabel(b, touchpoint, channel, moment) {
  const parts = [
    say(b, "touchpoint_label", { name: touchpoint.name }),
    say(b, "channel_is", { name: channel }),
    moment,
    `${say(b, "expected")}: ${feltWords(b, touchpoint, "expected")}`,
    `${say(b, "perceived")}: ${feltWords(b, touchpoint, "perceived")}`,
    ...touchpoint.chips.map((chip) => chipWords(b, chip)),
    say(b, "pain_count", { count: touchpoint.pains.length }),
    ...linkWords(b, touchpoint),
  ];
  return parts.filter(Boolean).join(". ");
}

function actionRow(b, columns, row) {
  return laneRow(b, row, "lane_action", touchpointCells(b, columns, row, "action", {}, (touchpoint) => {
    const words = touchpoint.action || (b.data.readonly ? "" : say(b, "add_action"));
    const node = item(
      `act:${touchpoint.id}`,
      row,
      { class: `action${touchpoint.action ? "" : " empty"}`, role: "group", "data-touchpoint": touchpoint.id, "aria-label": `${say(b, "lane_action")}: ${touchpoint.action || say(b, "not_set")}`, ondblclick: () => editText(b, `act:${touchpoint.id}`) },
      h("span", { class: "words", "data-text": true, text: words, ...(touchpoint.action ? tongue(b, touchpoint, "action") : {}) }),
    );
    if (!touchpoint.action) node.addEventListener("click", () => editText(b, `act:${touchpoint.id}`));
    return [node];
  }));
}

function chipWords(b, chip) {
  if (chip.state === "none") return chip.stale ? say(b, "stale_since", { month: chip.stale }) : say(b, "no_answers");
  if (chip.state === "hidden") return say(b, "too_few", { n: chip.n });
  const verdict = chip.verdict ? `${say(b, `verdict_${chip.verdict}`)}${chip.delta ? ` (${chip.delta})` : ""}` : "";
  const small = chip.state === "grey" ? say(b, "small_n") : "";
  const aim = chip.target ? say(b, chip.met ? "target_met" : "target_missed", { target: chip.target }) : "";
  const old = chip.stale ? say(b, "stale_since", { month: chip.stale }) : "";
  return [`${chip.text}, n = ${chip.n}`, verdict, small, aim, old].filter(Boolean).join(", ");
}

function chipNode(b, chip) {
  const tip = [chipWords(b, chip), chip.tip].filter(Boolean).join("\n");
  const own = chip.whose && chip.state === "hidden" ? `${chip.whose}: ` : "";
  const words = { none: chip.stale ? say(b, "stale_since", { month: chip.stale }) : say(b, "no_answers"), hidden: say(b, "too_few_short") }[chip.state] ?? chip.text;
  const tone = chip.better === true ? " better" : chip.better === false ? " worse" : "";
  const arrow = { rose: "▲", fell: "▼" }[chip.verdict];
  return h(
    "span",
    { class: `chip ${chip.state}${chip.met === false ? " below" : ""}${chip.stale ? " stale" : ""}`, title: tip },
    chip.stale ? icon("wait", 13) : null,
    h("span", { class: "value", text: `${own}${words}` }),
    // A change that may be chance is told on demand, not announced.
    arrow ? h("span", { class: `arrow${tone}`, "aria-hidden": "true", text: `${arrow} ${/[\d.,]+/.exec(chip.delta)?.[0] ?? ""}` }) : null,
    chip.state === "none" ? null : h("span", { class: "n", text: `n=${chip.n}` }),
    chip.spark?.length ? sparkLine(chip.spark) : null,
    chip.target ? h("span", { class: "aim", text: `${chip.met ? "✓" : "✗"} ${chip.target}` }) : null,
  );
}

// Twelve months in the width of a word; a month without enough answers is a gap.
function sparkLine(values) {
  let path = "";
  values.forEach((value, at) => {
    if (value != null) path += `${at && values[at - 1] != null ? "L" : "M"}${2 + at * 4} ${12 - value * 10}h.01`;
  });
  const last = values.length - 1;
  const dot = values[last] == null ? null : s("circle", { cx: 2 + last * 4, cy: 12 - values[last] * 10, r: 2 });
  return s("svg", { viewBox: "0 0 50 14", width: 50, height: 14, class: "spark", "aria-hidden": "true" }, s("path", { d: path }), dot);
}

function chipRow(b, columns, row) {
  return laneRow(b, row, "lane_measure", touchpointCells(b, columns, row, "measure", {}, (touchpoint) => {
    const chips = touchpoint.chips.length ? touchpoint.chips : [{ state: "none", text: "", n: "0" }];
    return [item(
      `chip:${touchpoint.id}`,
      row,
      { class: "chips", role: "group", "data-touchpoint": touchpoint.id, "aria-label": chips.map((chip) => chipWords(b, chip)).join("; ") },
      ...chips.map((chip) => chipNode(b, chip)),
      touchpoint.apart == null ? null : h("span", { class: "apart", title: say(b, "apart_tip"), text: `≠ ${say(b, "apart", { points: signed(b, touchpoint.apart) })}` }),
    )];
  }));
}

function leafRow(b, columns, row, noun, make, lane, adding) {
  const extra = (touchpoint) => ({ class: "leaves", "data-leaves": noun, "data-owner": touchpoint.id });
  return laneRow(b, row, lane, touchpointCells(b, columns, row, noun, extra, (touchpoint) => {
    const all = touchpoint[LEAVES[noun]];
    const name = `${noun}/${touchpoint.id}`;
    const open = b.opened.has(name) || all.length <= MAX_SHOWN;
    const shown = open ? all : all.slice(0, MAX_SHOWN);
    const rest = all.length - shown.length;
    return [
      ...shown.map((leaf) => make(b, leaf, touchpoint, row)),
      ...(rest ? [moreChip(b, name, rest, row)] : []),
      ...(b.data.readonly ? [] : [addButton(b, name, row, say(b, adding), true)]),
    ];
  }));
}

function moreChip(b, name, rest, row) {
  return h("button", { type: "button", class: "unfold", "data-f": `open:${name}`, "data-row": row, tabindex: -1, text: say(b, "more_pains", { count: rest }), onclick: () => { b.opened.add(name); render(b); } });
}

function painCard(b, pain, touchpoint, row) {
  const key = `pp:${pain.id}`;
  const level = say(b, `severity_${pain.severity}`);
  return item(
    key,
    row,
    { class: "card pain", role: "group", "data-drag": "pain_point", "data-id": pain.id, "data-touchpoint": touchpoint.id, "aria-label": [say(b, "pain_label", { name: pain.text, severity: level, place: touchpoint.name }), b.data.evidences[pain.evidence]].join(". ") },
    h(b.data.readonly ? "span" : "button", { type: b.data.readonly ? null : "button", class: "severity", tabindex: b.data.readonly ? null : -1, title: level, "aria-label": level, onclick: (event) => { event.stopPropagation(); severityMenu(b, pain.id, event.currentTarget); } }, severityMark(pain.severity)),
    h("div", { class: "body" }, h("div", { class: "name", "data-text": true, text: pain.text || "…", title: pain.text, ...tongue(b, pain, "text") }), evidenceLine(b, pain), byline(b, pain.id)),
    grip(b, key),
    moreButton(b, key),
  );
}
