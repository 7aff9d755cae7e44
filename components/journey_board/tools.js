// What stands above the map: undo and redo, the legend, whether all is saved, help, the switcher of stages.

function drawTools(b) {
  const tool = (name, key, label, run, off) =>
    h("button", { type: "button", class: "tool big", "data-f": `tool:${key}`, "aria-label": label, title: label, disabled: off, onclick: run }, icon(name, 18));
  const parts = [];
  if (!b.data.readonly) {
    parts.push(
      tool("undo", "undo", `${say(b, "undo")} (Ctrl+Z)`, () => step(b, "undo"), b.data.can_undo === false && !b.queue.length),
      tool("redo", "redo", `${say(b, "redo")} (Ctrl+Y)`, () => step(b, "redo"), b.data.can_redo === false),
    );
  }
  const lanes = b.data.readonly ? "" : tool("lanes", "lanes", say(b, "lanes"), (event) => showLanes(b, event.currentTarget).querySelector("button").focus({ preventScroll: true }));
  const backed = b.data.backed ? h("span", { class: "status backed", title: say(b, "backed_tip"), text: say(b, "backed", { share: b.data.backed }) }) : "";
  b.status = h("span", { class: "status" });
  b.tools.replaceChildren(...parts, b.view.length ? legend(b) : "", h("span", { class: "gap" }), backed, b.status, lanes, tool("screen", "present", say(b, "present"), () => togglePresent(b)), tool("help", "help", say(b, "help"), (event) => showHelp(b, event.currentTarget)));
  b.tools.append(presentTitle(b));
  showStatus(b);
}

function legend(b) {
  const several = b.data.people.length > 1;
  if ((b.series === "vote" && (b.data.readonly || b.data.person)) || (b.series === "mea" && !several)) b.series = "per";
  const sample = (name) =>
    s("svg", { width: 30, height: 14, viewBox: "0 0 30 14", class: "sample", "aria-hidden": "true" },
      name === "gap-below" ? s("rect", { x: 2, y: 1, width: 26, height: 12, rx: 3, class: "swatch-below" }) : null,
      name === "gap-above" ? s("rect", { x: 2, y: 1, width: 26, height: 12, rx: 3, class: "swatch-above" }) : null,
      name === "vote" ? s("path", { d: "M15 1.5L20.5 7L15 12.5L9.5 7Z", class: "vote-sample" }) : null,
      ["exp", "per", "mea"].includes(name) ? s("path", { d: "M1 7h28", class: `line ${name}` }) : null,
      name === "exp" ? s("circle", { cx: 15, cy: 7, r: 4, class: "dot" }) : null,
      name === "per" ? s("circle", { cx: 15, cy: 7, r: 5, class: "dot full" }) : null,
      name === "mea" ? s("rect", { x: 10.5, y: 2.5, width: 9, height: 9, class: "square" }) : null);
  const choice = (kind) =>
    h("button", {
      type: "button", role: "radio", class: "choice", "data-f": `tool:${kind}`, "aria-checked": String(b.series === kind), title: say(b, kind === "vote" ? "vote_tip" : several ? "compare_this" : "draw_this"),
      disabled: b.data.readonly && !several, onclick: () => { b.series = kind; b.focusNext = `tool:${kind}`; render(b); },
    }, sample(kind), h("span", { text: say(b, SERIES[kind] ?? "measured") }));
  return h(
    "div",
    { class: "legend" },
    h("div", { class: "choices", role: "radiogroup", "aria-label": say(b, "draw_this") }, choice("exp"), choice("per"), several ? choice("mea") : null, b.data.readonly || b.data.person ? null : choice("vote")),
    ...peopleLegend(b),
    several ? null : h("span", { class: "entry" }, sample("mea"), h("span", { text: say(b, "measured") })),
    h("span", { class: "entry" }, sample("gap-below"), h("span", { text: say(b, "gap_below") })),
    h("span", { class: "entry" }, sample("gap-above"), h("span", { text: say(b, "gap_above") })),
  );
}

function showStatus(b) {
  if (!b.status || b.data.readonly) return;
  const [symbol, key] = !b.queue.length ? ["check", "saved"] : b.tries > 4 ? ["wait", "not_saved"] : ["wait", "saving"];
  b.status.dataset.state = key;
  b.status.title = say(b, key);
  b.status.replaceChildren(icon(symbol, 15), h("span", { text: say(b, key) }));
}

function showHelp(b, anchor) {
  const rows = ["move", "edit", "remove", "walk", "emotion", "severity", "menu", "undo"].map((key) =>
    h("div", { class: "help-row" }, h("kbd", { text: say(b, `keys_${key}`) }), h("span", { text: say(b, `keys_${key}_what`) })),
  );
  const node = h("div", { class: "popup help", role: "dialog", tabindex: -1, "aria-label": say(b, "help") }, h("b", { text: say(b, "help") }), ...rows);
  node.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); closePopup(b); }
  });
  closePopup(b, false);
  showPopup(b, node, anchor, "tool:help");
  node.focus({ preventScroll: true });
}

function drawSwitcher(b) {
  const at = b.view.findIndex((stage) => stage.id === b.stageShown);
  const turn = (by, name, label) =>
    h("button", { type: "button", class: "tool big", "data-turn": by, "data-f": `tool:turn${by}`, "aria-label": label, disabled: !b.view[at + by], onclick: () => showStage(b, by) }, icon(name, 20));
  b.switcher.hidden = !b.view.length;
  b.switcher.replaceChildren(
    turn(-1, "left", say(b, "stage_before")),
    h("span", { class: "where", text: say(b, "stage_of", { place: at + 1, total: b.view.length, name: b.view[at]?.name ?? "" }) }),
    turn(1, "right", say(b, "stage_after")),
  );
}

// Turning works in the middle of a drag too, so it changes what is shown without building anything anew.
function showStage(b, by) {
  const at = b.view.findIndex((stage) => stage.id === b.stageShown) + by;
  if (!b.view[at]) return;
  b.stageShown = b.view[at].id;
  const slim = columnsOf(b).filter((one) => one.stage?.id === b.stageShown);
  const { style } = b.root.querySelector(".grid");
  style.setProperty("--slim", slim.map(widthOf).join(" "));
  style.setProperty("--slim-need", needOf(slim));
  for (const node of b.root.querySelectorAll(".grid .part")) node.classList.toggle("on", node.dataset.stage === b.stageShown);
  b.scroll.scrollLeft = 0;
  drawSwitcher(b);
  setTabStops(b);
  drawCurve(b);
  announce(b, say(b, "stage_of", { place: at + 1, total: b.view.length, name: b.view[at].name }));
}
