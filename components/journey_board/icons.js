// Symbols as stroked paths on a 24 × 24 grid; drawn for this board, none is a trade mark.
const CIRCLE = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z";
const BAG = "M5 8h14l1 12H4ZM9 8V7a3 3 0 0 1 6 0v1";
const WHEELS = "M5 17.5a1.75 1.75 0 1 0 3.5 0 1.75 1.75 0 0 0-3.5 0M15.5 17.5a1.75 1.75 0 1 0 3.5 0 1.75 1.75 0 0 0-3.5 0";

const ICONS = {
  store: "M4.5 11.5V20h15v-8.5M3 9.5 5 4h14l2 5.5M3 9.5a3 3 0 0 0 6 0 3 3 0 0 0 6 0 3 3 0 0 0 6 0ZM10 20v-4.5h4V20",
  web: `${CIRCLE}M3 12h18M12 3c2.6 2.6 3.9 5.6 3.9 9s-1.3 6.4-3.9 9c-2.6-2.6-3.9-5.6-3.9-9s1.3-6.4 3.9-9Z`,
  app: "M8 2.5h8A1.5 1.5 0 0 1 17.5 4v16a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.5ZM10.5 18.5h3M9.5 6.5h2v2h-2ZM12.8 6.5h2v2h-2ZM9.5 10h2v2h-2ZM12.8 10h2v2h-2Z",
  phone: "M5 4h3.5l1.7 4.2L8 9.8a12.5 12.5 0 0 0 6.2 6.2l1.6-2.2L20 15.5V19a1.5 1.5 0 0 1-1.5 1.5A15.5 15.5 0 0 1 3.5 5.5 1.5 1.5 0 0 1 5 4Z",
  sms: "M4 5h16v11.5H10.5L6.5 20v-3.5H4ZM8.3 10.8h.01M12 10.8h.01M15.7 10.8h.01",
  email: "M3.5 6h17v12.5h-17ZM4 6.8l8 6 8-6",
  chat: "M3.5 4H15v8.5H9l-3 3v-3H3.5ZM18 9.5h2.5V18H18v2.8L15 18h-4.5v-2.5",
  zalo: "M5 3.5h14A1.5 1.5 0 0 1 20.5 5v10.5A1.5 1.5 0 0 1 19 17h-8l-4 3.8V17H5a1.5 1.5 0 0 1-1.5-1.5V5A1.5 1.5 0 0 1 5 3.5ZM9.2 7.5h5.6l-5.6 5.8h5.6",
  facebook: "M5 3.5h14A1.5 1.5 0 0 1 20.5 5v14a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 19V5A1.5 1.5 0 0 1 5 3.5ZM16 7.5h-1a2.2 2.2 0 0 0-2.2 2.2v10.8M9.8 12.8h5.4",
  tiktok: "M13 3.5V15.5a3.7 3.7 0 1 1-3.7-3.7M13 3.5c.4 2.8 2.3 4.7 5.2 4.9",
  shopee: `${BAG}M14.1 12c-.6-.5-1.3-.7-2.1-.7-1.2 0-2.1.5-2.1 1.4 0 2 4.3 1 4.3 3.1 0 .9-1 1.4-2.2 1.4-.9 0-1.7-.3-2.3-.8`,
  lazada: "M12 20.5 3.5 12.8V7L8 4.2l4 2.6 4-2.6L20.5 7v5.8ZM12 6.8v4.7",
  tiki: `${BAG}M9.2 12h5.6M12 12v5`,
  marketplace: "M2.5 4H5l2.3 11.5h10.4L20 8H5.8M9 19.5h.01M16.5 19.5h.01",
  delivery: `M2.5 6h11v10h-11ZM13.5 9.5h4L21 13v3h-7.5${WHEELS}`,
  kiosk: "M6.5 3h11v11.5h-11ZM12 14.5V20M8 20.5h8M9.5 6.5h5M9.5 9.5h3",
  letter: "M3.5 5.5h17v13h-17ZM15.2 8.2h2.8v3.3h-2.8ZM6.5 12h4.5M6.5 15h7",
  event: "M4 5.5h16V20H4ZM4 9.7h16M8 3v4M16 3v4M12 11.8l.95 1.9 2.1.3-1.52 1.48.36 2.1L12 16.6l-1.89.98.36-2.1L8.95 14l2.1-.3Z",
  word_of_mouth: "M9 11.2a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6ZM2.8 19.5c.5-3.3 2.9-5.2 6.2-5.2s5.7 1.9 6.2 5.2M16 6.2c1 1 1 3.3 0 4.3M18.6 4.2c2.2 2.2 2.2 6.1 0 8.3",
  advertising: "M3.5 10v4.2h3.2l8.3 4.3V5.7L6.7 10ZM18 9.3c1.2 1.5 1.2 4 0 5.5M7.5 14.5l1.2 5h2.6l-1-4",
  other: "M12 21s7-5.7 7-11.2a7 7 0 1 0-14 0C5 15.3 12 21 12 21ZM12 12.3a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
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
