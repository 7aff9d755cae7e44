// Writing in place, small menus, and the note that offers to take a removal back.

// While `busy` is above zero new data is taken in but not drawn: nobody's word or drag is cut off.
function hold(b) {
  b.busy += 1;
}

function release(b) {
  b.busy = Math.max(0, b.busy - 1);
  if (!b.busy && b.stale) render(b);
}

// `again` says whether Enter should open the next empty field (adding several things in a row).
function editInPlace(b, place, { value, label, rows = 2, again = null, empty = false, commit, done = null }) {
  hold(b);
  const field = h("textarea", {
    class: "field", rows, maxlength: b.data.max_length, "aria-label": label, placeholder: label,
    spellcheck: "false", autocomplete: "off",
  });
  field.value = value;
  const hidden = [...place.childNodes];
  place.replaceChildren(field);
  place.classList.add("editing");
  let ended = false;
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  const end = (keep, next) => {
    if (ended) return;
    ended = true;
    const text = field.value.normalize("NFC").replace(/\s+/g, " ").trim();
    place.classList.remove("editing");
    place.replaceChildren(...hidden);
    b.stale = true;
    if (keep && (text || empty) && text !== value) commit(text);
    done?.(Boolean(keep && text));
    release(b);
    if (keep && text && next) again?.();
  };
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    // Enter and Escape belong to the Vietnamese input method while it composes a word.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      end(true, true);
    } else if (event.key === "Escape") {
      event.preventDefault();
      end(false, false);
    }
  });
  for (const name of ["keyup", "keypress", "pointerdown", "click", "dblclick"]) {
    field.addEventListener(name, (event) => event.stopPropagation());
  }
  field.addEventListener("blur", () => end(true, false));
  field.focus({ preventScroll: true });
  field.select();
  grow();
  place.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function editText(b, key) {
  if (b.data.readonly) return;
  const [kind, id] = splitKey(key);
  const noun = nounOf(kind);
  const found = noun && locate(b.view, noun, id);
  const node = byKey(b, key);
  const place = node?.querySelector("[data-text]") ?? (node?.matches("[data-text]") ? node : null);
  if (!found || !place) return;
  const language = b.data.language;
  const lane = TEXT_LANES[kind.slice(3)];
  const own = /^n[st]-/.test(kind) ? kind.slice(3) : null;
  const [name, field, label] = own ? [`note:${own}`, `notes.${own}_${language}`, "lane_text"] : lane ? [kind.slice(3), lane.plain ? lane.field : `${lane.field}_${language}`, `lane_${kind.slice(3)}`] : {
    op: ["text", `text_${language}`, "idea_text"],
    st: ["name", `name_${language}`, "stage_name"],
    tp: ["name", `name_${language}`, "touchpoint_name"],
    act: ["action", `customer_action_${language}`, "action_text"],
    pp: ["text", `text_${language}`, "pain_text"],
  }[kind];
  const before = { ...found.thing };
  b.focusNext = key;
  editInPlace(b, place, {
    value: String(found.thing[name] ?? ""),
    label: say(b, label),
    empty: kind === "act" || Boolean(lane) || Boolean(own),
    commit: (text) => changeFrom(b, before, noun, id, name, field, lane?.number ? amountOf(text) : text),
    done: () => { b.focusNext = key; },
  });
}

function addByHand(b, key) {
  if (b.data.readonly) return;
  const [, target] = splitKey(key);
  const [noun, parentId] = target === "stage" ? ["stage", b.data.journey.id] : target.split("/");
  const place = byKey(b, key);
  if (!place) return;
  const language = b.data.language;
  const [field, label] = {
    stage: [`name_${language}`, "stage_name"],
    touchpoint: [`name_${language}`, "touchpoint_name"],
    pain_point: [`text_${language}`, "pain_text"],
    opportunity: [`text_${language}`, "idea_text"],
  }[noun];
  let added = null;
  // Not inside the button: the space bar in a field there would press it.
  const slot = h("div", { class: "slot" });
  place.before(slot);
  place.hidden = true;
  editInPlace(b, slot, {
    value: "",
    label: say(b, label),
    commit: (text) => {
      added = add(b, noun, parentId, { [field]: text, ...(noun === "pain_point" ? { severity: 3 } : {}) });
      announce(b, say(b, "said_added", { name: text }));
      if (noun === "stage") b.stageShown = added;
      if (LEAVES[noun]) b.opened.add(`${noun}/${parentId}`);
    },
    done: (kept) => {
      slot.remove();
      place.hidden = false;
      b.focusNext = kept && added ? `${shortKind(noun)}:${added}` : key;
    },
    again: () => addByHand(b, key),
  });
}

function closePopup(b, refocus = true) {
  if (!b.popup) return;
  const { node, key } = b.popup;
  b.popup = null;
  node.remove();
  b.root.ownerDocument.removeEventListener("pointerdown", b.popupWatch, true);
  if (refocus) byKey(b, key)?.focus({ preventScroll: true });
}

// A menu beside its anchor. `items`: {text, symbol, hint, run, checked, danger, off}; a string is a heading.
function openMenu(b, anchor, items, { label, columns = 1 }) {
  closePopup(b, false);
  const key = keyOf(anchor);
  const radio = items.some((item) => item.checked !== undefined);
  const buttons = items.filter(Boolean).map((item) =>
    h(
      "button",
      {
        class: `entry${item.danger ? " danger" : ""}`, type: "button", tabindex: -1, disabled: item.off,
        role: radio ? "menuitemradio" : "menuitem", "aria-checked": radio ? String(Boolean(item.checked)) : null,
        onclick: () => { closePopup(b); item.run(); },
      },
      item.symbol ?? null,
      h("span", { class: "words", text: item.text }),
      item.hint ? h("kbd", { text: item.hint }) : null,
    ),
  );
  const node = h("div", { class: "popup", role: "menu", "aria-label": label, vars: { columns } }, ...buttons);
  node.addEventListener("keydown", (event) => menuKey(b, event, buttons, columns));
  showPopup(b, node, anchor, key);
  (buttons.find((one) => one.getAttribute("aria-checked") === "true") ?? buttons.find((one) => !one.disabled))?.focus({ preventScroll: true });
}

function menuKey(b, event, buttons, columns) {
  event.stopPropagation();
  const usable = buttons.filter((one) => !one.disabled);
  const at = usable.indexOf(b.root.getRootNode().activeElement);
  const jump = { ArrowDown: columns, ArrowUp: -columns, ArrowRight: 1, ArrowLeft: -1, Home: -at, End: usable.length - 1 - at }[event.key];
  if (jump !== undefined) {
    event.preventDefault();
    usable[clamp(at + jump, 0, usable.length - 1)]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    closePopup(b);
  }
}

function showPopup(b, node, anchor, key) {
  b.overlay.append(node);
  const base = b.root.getBoundingClientRect();
  const spot = anchor.getBoundingClientRect();
  const size = node.getBoundingClientRect();
  const below = spot.bottom + size.height + 8 < innerHeight || spot.top < size.height + 8;
  node.style.left = `${clamp(spot.left - base.left, 0, Math.max(0, base.width - size.width))}px`;
  node.style.top = `${(below ? spot.bottom + 4 : spot.top - size.height - 4) - base.top}px`;
  b.popup = { node, key };
  b.popupWatch = (event) => {
    if (!event.composedPath().includes(node)) closePopup(b, false);
  };
  b.root.ownerDocument.addEventListener("pointerdown", b.popupWatch, true);
}

function showToast(b, text, action, run) {
  b.overlay.querySelector(".toast")?.remove();
  const close = () => node.remove();
  const node = h(
    "div",
    { class: "toast" },
    h("span", { text }),
    h("button", { type: "button", text: action, onclick: () => { close(); run(); } }),
    h("button", { type: "button", class: "plain", "aria-label": say(b, "close"), onclick: close }, icon("close", 14)),
  );
  b.overlay.append(node);
  setTimeout(close, 9000);
}

function channelMenu(b, id, anchor) {
  const found = locate(b.view, "touchpoint", id);
  if (!found || b.data.readonly) return;
  openMenu(
    b,
    anchor,
    Object.entries(b.data.channels).map(([code, text]) => ({
      text, symbol: icon(code, 18), checked: found.thing.channel === code,
      run: () => operate(b, "edit", "touchpoint", id, { channel: code }),
    })),
    { label: say(b, "channel"), columns: 2 },
  );
}

function momentMenu(b, id, anchor) {
  const found = locate(b.view, "touchpoint", id);
  if (!found || b.data.readonly) return;
  const choices = [["", say(b, "moment_none")], ...Object.entries(b.data.moments)];
  openMenu(
    b,
    anchor,
    choices.map(([code, text]) => ({
      text, symbol: code ? icon("diamond", 16) : null, checked: (found.thing.mot ?? "") === code,
      run: () => operate(b, "edit", "touchpoint", id, { moment_of_truth: code || null }),
    })),
    { label: say(b, "moment") },
  );
}

function severityMenu(b, id, anchor) {
  const found = locate(b.view, "pain_point", id);
  if (!found || b.data.readonly) return;
  openMenu(
    b,
    anchor,
    [1, 2, 3, 4, 5].map((level) => ({
      text: say(b, `severity_${level}`), symbol: severityMark(level, 20), checked: found.thing.severity === level,
      run: () => setSeverity(b, id, level),
    })),
    { label: say(b, "severity") },
  );
}

function setSeverity(b, id, level) {
  const found = locate(b.view, "pain_point", id);
  if (!found || b.data.readonly || found.thing.severity === level) return;
  operate(b, "edit", "pain_point", id, { severity: level });
  announce(b, say(b, `severity_${level}`));
}

function evidenceMenu(b, noun, id, anchor) {
  const found = locate(b.view, noun, id);
  if (!found || b.data.readonly) return;
  openMenu(
    b,
    anchor,
    Object.entries(b.data.evidences).map(([code, text]) => ({
      text, symbol: evidenceMark(code), checked: found.thing.evidence === code,
      run: () => operate(b, "edit", noun, id, { evidence: code }),
    })),
    { label: say(b, "evidence") },
  );
}

function thingMenu(b, key, anchor) {
  const [kind, id] = splitKey(key);
  const noun = nounOf(kind);
  const found = noun && locate(b.view, noun, id);
  if (!found || b.data.readonly) return;
  const owner = kind.startsWith("ns-") ? "st" : ({ st: "st", pp: "pp", op: "op" }[kind] ?? "tp");
  const thing = byKey(b, `${owner}:${id}`) ?? anchor;
  const upright = kind === "pp" || kind === "op";
  const items = [
    { text: say(b, upright ? "edit_text" : "rename"), symbol: icon("edit"), hint: "F2", run: () => editText(b, `${owner}:${id}`) },
    owner === "tp" && { text: say(b, "edit_action"), symbol: icon("edit"), run: () => editText(b, `act:${id}`) },
    owner === "tp" && { text: say(b, "change_channel"), symbol: icon(found.thing.channel), run: () => channelMenu(b, id, thing) },
    owner === "tp" && { text: say(b, "change_moment"), symbol: icon("diamond", 16), run: () => momentMenu(b, id, thing) },
    kind === "pp" && { text: say(b, "change_severity"), symbol: severityMark(found.thing.severity, 18), hint: "1–5", run: () => severityMenu(b, id, thing) },
    owner !== "st" && { text: say(b, "change_evidence"), symbol: evidenceMark(found.thing.evidence), run: () => evidenceMenu(b, noun, id, thing) },
    { text: say(b, upright ? "move_up" : "move_left"), symbol: icon(upright ? "up" : "left"), hint: upright ? "Alt ↑" : "Alt ←", run: () => nudge(b, `${owner}:${id}`, -1, upright) },
    { text: say(b, upright ? "move_down" : "move_right"), symbol: icon(upright ? "down" : "right"), hint: upright ? "Alt ↓" : "Alt →", run: () => nudge(b, `${owner}:${id}`, 1, upright) },
    { text: say(b, "remove"), symbol: icon("bin"), hint: "Del", danger: true, run: () => remove(b, noun, id) },
  ];
  openMenu(b, anchor, items.filter(Boolean), { label: labelOf(found.thing) });
}
