// Nodes that live on from one drawing to the next. Each has a name and a stamp of all that it shows: while the stamp stays,
// the node stays, so that a big map is built, laid out and painted anew only where it changed.
// Handlers of kept nodes stay right, since they go by ids and not by what the map was when they were made.
function newShelf() {
  return { nodes: new Map(), turn: 0 };
}

function keep(shelf, name, stamp, build) {
  const known = shelf.nodes.get(name);
  const node = known && known.stamp === stamp ? known.node : build();
  shelf.nodes.set(name, { node, stamp, turn: shelf.turn });
  return node;
}

function forgetUnused(shelf) {
  for (const [name, one] of shelf.nodes) if (one.turn !== shelf.turn) shelf.nodes.delete(name);
  shelf.turn += 1;
}

// Puts the nodes into their parent in this order, and moves as few of those that stand there as one change takes.
function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const kid of [...parent.childNodes]) if (!wanted.has(kid)) kid.remove();
  let next = parent.firstChild;
  for (const node of nodes) {
    if (next && next !== node && next.nextSibling === node) {
      next.remove();
      next = node;
    }
    if (next === node) next = node.nextSibling;
    else parent.insertBefore(node, next);
  }
  return parent;
}

// Sets only what differs: an attribute that is written again makes the browser look at the node again.
function adjust(node, { vars = {}, ...names }) {
  for (const [name, value] of Object.entries(names)) {
    if (value == null || value === false) node.removeAttribute(name);
    else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
  }
  for (const [name, value] of Object.entries(vars)) {
    if (node.style.getPropertyValue(`--${name}`) !== String(value)) node.style.setProperty(`--${name}`, value);
  }
  return node;
}

// Everything a node of the grid may show beside its own touchpoint or stage; a change of it makes all of them anew.
function takeEra(b) {
  const { stages, acked, selected, journey, can_undo, can_redo, conflicts, backed, authors, ...rest } = b.data;
  const said = JSON.stringify([rest, b.ownLanes]);
  if (said !== b.said) {
    b.said = said;
    b.era += 1;
  }
}

const UNSEEN = new Set(["version", "position", "touchpoints"]);

function stampOf(b, ...shown) {
  return `${b.era} ${JSON.stringify(shown, (key, value) => (UNSEEN.has(key) ? undefined : value))}`;
}

function touchpointStamp(b, touchpoint) {
  const things = [touchpoint, ...touchpoint.pains, ...touchpoint.ideas];
  const authors = things.map((one) => b.data.authors[one.id]);
  const opened = Object.keys(LEAVES).map((noun) => b.opened.has(`${noun}/${touchpoint.id}`));
  const pictures = touchpoint.images?.map((name) => Boolean(window.machPictures?.[name]));
  return stampOf(b, touchpoint, authors, opened, pictures, linkWords(b, touchpoint));
}
