// The map in words (for screen readers), and the words two people wrote at the same time.
// The table follows the map once hands rest: nobody reads it out while a card moves.
const WORDS_AFTER_MS = 400;

function drawWordsSoon(b) {
  clearTimeout(b.wordsLater);
  if (b.words.firstChild) b.wordsLater = setTimeout(() => drawWords(b), WORDS_AFTER_MS);
  else drawWords(b);
}

function drawWords(b) {
  const more = shownTexts(b);
  const columns = ["stage", "touchpoint", "channel", "lane_action", "expected", "perceived", "lane_measure", "lane_pain", "lane_opportunity"];
  const heads = [...columns.map((key) => say(b, key)), ...more.map((lane) => laneTitle(b, lane))];
  const lanes = JSON.stringify(more);
  const rows = b.view.flatMap((stage) =>
    (stage.touchpoints.length ? stage.touchpoints : [null]).map((one) =>
      keep(b.wordShelf, `${stage.id}/${one?.id ?? ""}`, `${lanes}${stampOf(b, stage)}${one ? touchpointStamp(b, one) : ""}`, () =>
        h("tr", {}, h("th", { scope: "row", text: stage.name }), ...wordsOf(b, stage, one, more).map((text) => h("td", { text }))))));
  const table = keep(b.wordShelf, "table", `${b.era} ${lanes} ${b.data.journey.title}`, () =>
    h("table", {}, h("caption", { text: say(b, "table_label", { name: b.data.journey.title }) }), h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col", text })))), h("tbody")));
  arrange(table.lastChild, rows);
  forgetUnused(b.wordShelf);
  arrange(b.words, [table]);
}

function shownTexts(b) {
  return b.lanes.filter((lane) => TEXT_LANES[lane] || lane === "image" || (ownLane(lane) && laneRowOf(b, lane)));
}

function wordsInLane(b, stage, touchpoint, lane) {
  const own = ownLane(lane);
  if (own) return (lane.startsWith("stage:") ? stage : touchpoint)?.[`note:${own}`] ?? "";
  if (!touchpoint) return "";
  if (lane === "image") return touchpoint.images?.length ? say(b, "image_count", { count: touchpoint.images.length, name: touchpoint.name }) : "";
  return lane === "duration" ? durationText(b, touchpoint.duration) : touchpoint[lane];
}

function wordsOf(b, stage, touchpoint, more) {
  const others = more.map((lane) => wordsInLane(b, stage, touchpoint, lane));
  if (!touchpoint) return ["", "", "", "", "", "", "", "", ...others];
  const chips = touchpoint.chips.map((chip) => chipWords(b, chip)).join("; ");
  return [
    touchpoint.name,
    b.data.channels[touchpoint.channel] ?? "",
    touchpoint.action,
    feltWords(b, touchpoint, "expected"),
    feltWords(b, touchpoint, "perceived"),
    chips || say(b, "no_answers"),
    touchpoint.pains.map((pain) => `${pain.text} (${say(b, `severity_${pain.severity}`)})`).join("; "),
    touchpoint.ideas.map((idea) => [idea.text, ...ideaFacts(b, idea)].join(", ")).join("; "),
    ...others,
  ];
}

function drawClashes(b) {
  const open = b.data.conflicts.filter((one) => !b.dismissed.has(one.op_id));
  b.clashes.replaceChildren(...open.map((one) => clashNode(b, one)));
}

function clashNode(b, clash) {
  const found = locate(b.view, clash.noun, clash.target_id);
  const name = found ? labelOf(found.thing) : clash.name;
  const head = clash.gone ? "clash_gone" : "clash";
  const keys = Object.keys(clash.refused).filter((key) => key !== "position");
  const buttons = clash.gone
    ? [clashButton(b, "clash_close", () => dismissClash(b, clash))]
    : [clashButton(b, "clash_mine", () => keepMine(b, clash), true), clashButton(b, "clash_theirs", () => dismissClash(b, clash))];
  return h(
    "div",
    { class: "clash", role: "group", "aria-label": say(b, head, { name, who: clash.by }) },
    h("div", { class: "clash-head" }, icon("differ", 18), h("span", { text: say(b, head, { name, who: clash.by || say(b, "somebody") }) })),
    ...keys.map((key) => clashTexts(b, clash, key)),
    h("div", { class: "clash-buttons" }, ...buttons),
  );
}

function clashButton(b, key, run, strong = false) {
  return h("button", { type: "button", class: strong ? "strong" : "", text: say(b, key), onclick: run });
}

function clashTexts(b, clash, key) {
  const part = (title, value) => h("div", { class: "clash-text" }, h("b", { text: say(b, title) }), h("span", { text: clashValue(b, key, value) }));
  return h("div", { class: "clash-pair" }, part("clash_mine_text", clash.refused[key]), clash.gone ? null : part("clash_their_text", clash.current[key]));
}

function clashValue(b, key, value) {
  if (value == null || value === "") return say(b, "not_set");
  if (/^(expected|perceived)/.test(key) && key !== "expectation") return emotionText(b, Number(value));
  if (key === "channel") return b.data.channels[value] ?? String(value);
  if (key === "moment_of_truth") return b.data.moments[value] ?? String(value);
  if (key === "evidence") return b.data.evidences[value] ?? String(value);
  if (key === "lanes") return value.filter((lane) => !lane.startsWith("-")).map((lane) => laneTitle(b, lane)).join(", ");
  if (key === "severity") return say(b, `severity_${value}`);
  if (key === "parent_id") return labelOf(locate(b.view, "stage", value)?.thing ?? locate(b.view, "touchpoint", value)?.thing ?? { name: b.data.journey.title });
  return String(value);
}

function dismissClash(b, clash) {
  b.dismissed.add(clash.op_id);
  step(b, "dismiss", clash.op_id);
}

function keepMine(b, clash) {
  dismissClash(b, clash);
  operate(b, clash.verb, clash.noun, clash.target_id, clash.refused, clash.noun === "journey" ? b.journeyVersion : null);
}
