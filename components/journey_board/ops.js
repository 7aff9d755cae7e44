// The queue of requests the server has not acknowledged, and the map as it will be when it has.
//
// A trigger value that is set again before the server ran replaces the earlier one, so the whole queue is sent each
// time and repeated until every id in it has come back in `acked`. The server carries out each id once.
const RESEND_MS = 1200;
const PLACE = new Set(["parent_id", "position", "after_id"]);

const LEAVES = { pain_point: "pains", opportunity: "ideas" };

function fieldNames(language) {
  return {
    ...Object.fromEntries(Object.entries(TEXT_LANES).map(([lane, { field, plain }]) => [plain ? field : `${field}_${language}`, lane])),
    [`name_${language}`]: "name",
    [`text_${language}`]: "text",
    [`customer_action_${language}`]: "action",
    moment_of_truth: "mot",
  };
}

// The name under which the board keeps what an operation writes; null for a text in the other language.
function nameOf(b, field) {
  if (field.startsWith("votes.")) return field === `votes.${voterOf(b)}` ? "vote" : null;
  const [, part, id, spoken] = /^(notes|expected_by|perceived_by)\.(.+?)(?:_(vi|en))?$/.exec(field) ?? [];
  if (part === "notes") return spoken === b.data.language ? `note:${id}` : null;
  if (part) return field === `${part}.${b.data.person}` ? part.replace("_by", "") : null;
  return fieldNames(b.data.language)[field] ?? field;
}

function locate(stages, noun, id) {
  for (const [stageAt, stage] of stages.entries()) {
    if (noun === "stage") {
      if (stage.id === id) return { list: stages, index: stageAt, thing: stage, parent: null };
      continue;
    }
    for (const [at, touchpoint] of stage.touchpoints.entries()) {
      if (noun === "touchpoint") {
        if (touchpoint.id === id) return { list: stage.touchpoints, index: at, thing: touchpoint, parent: stage };
        continue;
      }
      const leaves = touchpoint[LEAVES[noun]];
      const index = leaves.findIndex((leaf) => leaf.id === id);
      if (index >= 0) return { list: leaves, index, thing: leaves[index], parent: touchpoint };
    }
  }
  return null;
}

function childrenOf(stages, noun, parentId) {
  if (noun === "stage") return stages;
  if (noun === "touchpoint") return locate(stages, "stage", parentId)?.thing.touchpoints;
  return locate(stages, "touchpoint", parentId)?.thing[LEAVES[noun]];
}

function blank(noun, id) {
  const common = { id, version: 1, position: 0, name: "", evidence: "assumption" };
  if (noun === "stage") return { ...common, goal: "", touchpoints: [] };
  if (noun === "pain_point") return { ...common, text: "", severity: 3 };
  if (noun === "opportunity") return { ...common, text: "", impact: null, effort: null, progress: "open", owner: "", due: "" };
  const texts = Object.fromEntries(Object.keys(TEXT_LANES).map((lane) => [lane, ""]));
  return { ...common, ...texts, ideas: [], action: "", channel: "other", mot: null, expected: null, perceived: null, vote: null, votes: {}, chips: [], pains: [] };
}

function takeOver(b, thing, fields) {
  for (const [field, value] of Object.entries(fields)) {
    if (field.startsWith("votes.")) countVote(thing, field.slice(6), value);
    const name = PLACE.has(field) ? null : nameOf(b, field);
    if (name === null) continue;
    thing[name] = value;
    thing.foreign = thing.foreign?.filter((one) => one !== name);
    thing.shared = thing.shared?.filter((one) => one !== name);
  }
}

// Behind the neighbour that was named, like the server; by position when that one has gone.
function insert(list, thing, place) {
  thing.position = place.position ?? thing.position;
  const behind = place.after_id === null ? -1 : list.findIndex((one) => one.id === place.after_id);
  if (place.after_id === null || behind >= 0) {
    list.splice(behind + 1, 0, thing);
    return;
  }
  const at = list.findIndex((one) => one.position > thing.position);
  list.splice(at < 0 ? list.length : at, 0, thing);
}

function applyOp(b, stages, op) {
  if (op.noun === "journey") {
    b.journeyVersion += 1;
    b.lanes = op.fields.lanes ?? b.lanes;
    for (const [field, name] of Object.entries(op.fields)) {
      const [, own, spoken] = /^own_lanes\.(.+)_(vi|en)$/.exec(field) ?? [];
      if (own && name && spoken === b.data.language) b.ownLanes[own] = { name };
    }
    return;
  }
  if (op.verb === "add") {
    const list = childrenOf(stages, op.noun, op.fields.parent_id);
    if (!list || locate(stages, op.noun, op.target_id)) return;
    const thing = blank(op.noun, op.target_id);
    takeOver(b, thing, op.fields);
    insert(list, thing, op.fields);
    return;
  }
  if (op.verb === "restore") {
    const kept = b.removed.get(op.target_id);
    const list = kept && childrenOf(stages, op.noun, kept.parent_id);
    if (list && !locate(stages, op.noun, op.target_id)) insert(list, structuredClone(kept.thing), {});
    return;
  }
  const found = locate(stages, op.noun, op.target_id);
  if (!found) return;
  // A vote is no edit: it leaves the version alone and collides with nobody's.
  if (!Object.keys(op.fields ?? {}).some((field) => field.startsWith("votes."))) found.thing.version = Math.max(found.thing.version, (op.version ?? 0) + 1);
  if (op.verb === "remove") found.list.splice(found.index, 1);
  if (op.verb === "edit") takeOver(b, found.thing, op.fields);
  if (op.verb === "move") {
    const list = childrenOf(stages, op.noun, op.fields.parent_id) ?? found.list;
    found.list.splice(found.index, 1);
    insert(list, found.thing, op.fields);
  }
}

// What the server said, with everything still under way done to it.
function project(b) {
  const stages = structuredClone(b.data.stages);
  for (const stage of stages) for (const one of stage.touchpoints) one.vote = one.votes?.[voterOf(b)] ?? null;
  b.lanes = b.data.lanes;
  b.ownLanes = structuredClone(b.data.own_lanes);
  b.journeyVersion = b.data.journey.version;
  for (const request of b.queue) {
    if (request.step) continue;
    // A request kept back behind an undo has not been seen by the server: it goes by the newest version known.
    if (b.held.has(request.op_id) && !b.sent.has(request.op_id) && request.version != null) {
      request.version = locate(stages, request.noun, request.target_id)?.thing.version ?? request.version;
    }
    applyOp(b, stages, request);
  }
  b.view = stages;
}

function send(b) {
  clearTimeout(b.resend);
  if (!b.queue.length || !b.root.isConnected) return;
  // Undo and redo change versions that only the server knows, so what follows one waits for its answer.
  const turn = b.queue.findIndex(isTurn);
  const due = turn < 0 ? b.queue : b.queue.slice(0, turn + 1);
  for (const request of due) b.sent.add(request.op_id);
  b.tries += 1;
  b.trigger("ops", structuredClone(due));
  b.resend = setTimeout(() => { send(b); showStatus(b); }, RESEND_MS * Math.min(b.tries, 4));
}

function isTurn(one) {
  return one.step === "undo" || one.step === "redo";
}

function request(b, entry) {
  const one = { op_id: newId(), ...entry };
  if (b.queue.some(isTurn)) b.held.add(one.op_id);
  b.queue.push(one);
  b.tries = 0;
  project(b);
  send(b);
  render(b);
}

// `seen` is the version to go by when it is not the newest: see `changeFrom`.
function operate(b, verb, noun, id, fields = {}, seen = null) {
  const version = verb === "add" ? null : (seen ?? locate(b.view, noun, id)?.thing.version ?? null);
  request(b, { verb, noun, target_id: id, version, fields });
}

// Writing takes time. If somebody else wrote the same thing meanwhile, the change goes by the version its author saw,
// so that the server shows both; a change of anything else on the same card is no reason to stop.
function changeFrom(b, before, noun, id, name, field, value) {
  const now = locate(b.view, noun, id)?.thing;
  const untouched = now && now[name] === before[name];
  operate(b, "edit", noun, id, { [field]: value }, untouched ? null : before.version);
}

function step(b, direction, target) {
  if (b.data.readonly) return;
  request(b, { step: direction, ...(target ? { target_id: target } : {}) });
  if (direction !== "dismiss") announce(b, say(b, direction === "undo" ? "said_undo" : "said_redo"));
}

function acknowledge(b) {
  const acked = new Set(b.data.acked);
  const before = b.queue.length;
  b.queue = b.queue.filter((one) => !acked.has(one.op_id));
  if (b.queue.length !== before) b.tries = 0;
  for (const ids of [b.sent, b.held]) for (const id of ids) if (acked.has(id)) ids.delete(id);
  for (const [id, kept] of b.removed) if (kept.until < Date.now()) b.removed.delete(id);
}

function nounOf(kind) {
  if (kind.startsWith("ns-")) return "stage";
  return kind.startsWith("tx-") || kind.startsWith("nt-") ? "touchpoint" : { op: "opportunity", st: "stage", tp: "touchpoint", pp: "pain_point", act: "touchpoint", exp: "touchpoint", per: "touchpoint", vote: "touchpoint", chip: "touchpoint", im: "touchpoint" }[kind];
}

function labelOf(thing) {
  return thing.text ?? thing.name;
}

function placeIn(siblings, index) {
  const before = siblings[index - 1];
  const after = siblings[index];
  let position = 1;
  if (before && after) position = (before.position + after.position) / 2;
  else if (before) position = before.position + 1;
  else if (after) position = after.position - 1;
  return { position, after_id: before?.id ?? null };
}

function moveTo(b, noun, id, parentId, index) {
  const siblings = (childrenOf(b.view, noun, parentId) ?? []).filter((one) => one.id !== id);
  operate(b, "move", noun, id, { parent_id: parentId, ...placeIn(siblings, index) });
  const moved = locate(b.view, noun, id);
  if (moved) {
    announce(b, say(b, "said_moved", { name: labelOf(moved.thing), place: moved.index + 1, total: moved.list.length }));
  }
}

function add(b, noun, parentId, fields) {
  const list = childrenOf(b.view, noun, parentId) ?? [];
  const id = newId();
  operate(b, "add", noun, id, { parent_id: parentId, ...placeIn(list, list.length), ...fields });
  return id;
}

function remove(b, noun, id) {
  const found = locate(b.view, noun, id);
  if (!found) return;
  const parentId = found.parent?.id ?? b.data.journey.id;
  const thing = structuredClone(found.thing);
  thing.version += 1;
  b.removed.set(id, { thing, parent_id: parentId, until: Date.now() + 60000 });
  if (b.selected?.id === id) select(b, null);
  const kin = found.list[found.index + 1] ?? found.list[found.index - 1] ?? found.parent;
  b.focusNext = kin ? `${kin === found.parent ? (LEAVES[noun] ? "tp" : "st") : shortKind(noun)}:${kin.id}` : "add:stage";
  operate(b, "remove", noun, id);
  const name = labelOf(thing);
  announce(b, say(b, "said_removed", { name }));
  showToast(b, say(b, "said_removed", { name }), say(b, "undo"), () => {
    request(b, { verb: "restore", noun, target_id: id, version: thing.version, fields: {} });
    b.focusNext = `${shortKind(noun)}:${id}`;
    announce(b, say(b, "said_restored", { name }));
  });
}

function shortKind(noun) {
  return { stage: "st", touchpoint: "tp", pain_point: "pp", opportunity: "op" }[noun];
}

function setEmotion(b, series, id, value) {
  const found = locate(b.view, "touchpoint", id);
  if (!found || found.thing[series] === value) return;
  operate(b, "edit", "touchpoint", id, series === "vote" ? voteFields(b, found.thing, value) : { [b.data.person ? `${series}_by.${b.data.person}` : series]: value });
  announce(b, say(b, "said_emotion", { series: say(b, series), name: found.thing.name, value: emotionText(b, value) }));
}

function select(b, selection) {
  const same = selection && b.selected && selection.id === b.selected.id && selection.kind === b.selected.kind;
  if (same || (!selection && !b.selected)) return;
  b.selected = selection;
  b.awaited = JSON.stringify(selection);
  b.setState("selected", selection);
  markSelected(b);
}
