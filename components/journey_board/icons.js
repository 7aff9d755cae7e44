// Symbols as stroked paths on a 24 × 24 grid; those of channels (CHANNEL_ICONS) are the same as on drawings.
const CIRCLE = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z";

const ICONS = {
  ...CHANNEL_ICONS,
  add: "M12 5v14M5 12h14",
  image: "M4 5h16v14H4zM4 16l4.5-4.5 3.5 3.5 3-3 5 4.5M9 9.5h.01",
  minus: "M5 12h14",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  undo: "M8.5 5 4 9.5 8.5 14M4 9.5h10.5a5 5 0 0 1 0 10H9",
  redo: "M15.5 5 20 9.5 15.5 14M20 9.5H9.5a5 5 0 0 0 0 10H15",
  edit: "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19ZM13.5 7l3.5 3.5",
  bin: "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 10.5v6M14 10.5v6",
  left: "M14.5 5.5 8 12l6.5 6.5",
  right: "M9.5 5.5 16 12l-6.5 6.5",
  up: "M5.5 14.5 12 8l6.5 6.5",
  down: "M5.5 9.5 12 16l6.5-6.5",
  grip: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  help: `${CIRCLE}M9.6 9.3a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2 1-1.2 1.9M12 16.8h.01`,
  check: "M5 12.5l4.5 4.5L19 7.5",
  wait: `${CIRCLE}M12 7.5V12l3 2`,
  close: "M6 6l12 12M18 6 6 18",
  diamond: "M12 2.5 21.5 12 12 21.5 2.5 12ZM12 7.2 16.8 12 12 16.8 7.2 12Z",
  bulb: "M9 17.5h6M10 20.5h4M12 3a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.2 1.1 2.2h5c0-1 .4-1.6 1.1-2.2A6 6 0 0 0 12 3Z",
  screen: "M3.5 5h17v11h-17ZM12 16v3.5M8 20h8",
  lanes: "M4 5.5h16M4 12h16M4 18.5h16M8 3.5v4M15 10v4M10 16.5v4",
  differ: "M5 9.5h14M5 14.5h14M16 5 8 19",
};

function icon(name, size = 18) {
  const dotted = ["more", "grip"].includes(name);
  return s(
    "svg",
    { viewBox: "0 0 24 24", width: size, height: size, class: "ico", "aria-hidden": "true" },
    s("path", { d: ICONS[name] ?? ICONS.other, "stroke-width": dotted ? 3 : 1.7 }),
  );
}

const MOUTHS = {
  "-2": "M7.5 17.5c1-2.4 2.6-3.5 4.5-3.5s3.5 1.1 4.5 3.5M6.5 7.6l3 1.5M17.5 7.6l-3 1.5",
  "-1": "M8.3 16.6c1-1.3 2.3-1.9 3.7-1.9s2.7.6 3.7 1.9",
  0: "M8.3 15.5h7.4",
  1: "M8.3 14.6c1 1.3 2.3 1.9 3.7 1.9s2.7-.6 3.7-1.9",
  2: "M7.2 13.5h9.6c-.5 3.1-2.3 4.7-4.8 4.7s-4.3-1.6-4.8-4.7Z",
};

// A face says the same as its colour; both stand beside a word wherever there is room for one.
function face(level, size = 24) {
  return s(
    "svg",
    { viewBox: "0 0 24 24", width: size, height: size, class: `face e${level + 2}`, "aria-hidden": "true" },
    s("circle", { cx: 12, cy: 12, r: 11 }),
    s("path", { d: `M8.7 10.3h.01M15.3 10.3h.01`, class: "eyes" }),
    s("path", { d: MOUTHS[level], class: level === 2 ? "mouth laugh" : "mouth" }),
  );
}

function severityMark(level, size = 22) {
  return s(
    "svg",
    { viewBox: "0 0 24 24", width: size, height: size, class: `sev v${level}`, "aria-hidden": "true" },
    s("path", { d: "M2.5 4.5h19a1 1 0 0 1 .85 1.52L12.85 21a1 1 0 0 1-1.7 0L1.65 6.02A1 1 0 0 1 2.5 4.5Z" }),
    s("text", { x: 12, y: 14.4, "text-anchor": "middle", text: level }),
  );
}
