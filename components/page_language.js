// Put what Streamlit says by itself (its menu, uploader, pickers, hints) into the page's language.
// The words come from the app as pairs; a pair may have one part in braces, which is carried over.
const PLACES =
  '[data-testid="stHeader"], [data-testid="stMainMenuPopover"], [data-testid="stSkipToContent"], ' +
  '[data-testid="stFileUploader"], [data-testid="InputInstructions"], [data-testid="stDialog"], ' +
  '[data-testid="stException"], [role="listbox"], [role="dialog"], [role="menu"], [data-baseweb="popover"]';
const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const OURS = "machPageWords";

function pattern(text) {
  const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return parts.length > 1 ? new RegExp(`^${parts.join("(.+)")}$`) : null;
}

function speaker(words) {
  const exact = new Map(words);
  const shaped = words.map(([from, to]) => [pattern(from), to]).filter(([shape]) => shape);
  return (text) => {
    const found = exact.get(text);
    if (found !== undefined) return found;
    for (const [shape, to] of shaped) {
      const match = shape.exec(text);
      if (match) return to.replace(/\{\w+\}/, () => match[1]);
    }
    return null;
  };
}

function translator(page) {
  let say = () => null;
  // What Streamlit had put there, to speak another language from.
  const texts = new Map();
  const labels = new Map();

  const text = (node) => {
    const found = say(node.nodeValue.trim());
    if (found === null || found === node.nodeValue || !node.parentElement?.closest(PLACES)) return;
    texts.set(node, node.nodeValue);
    node.nodeValue = found;
  };
  const label = (element) => {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      const found = value && say(value.trim());
      if (!found || found === value) continue;
      if (!labels.has(element)) labels.set(element, {});
      labels.get(element)[name] = value;
      element.setAttribute(name, found);
    }
  };
  const all = (root) => {
    if (root.nodeType === 3) return text(root);
    if (root.nodeType !== 1) return undefined;
    label(root);
    for (const one of root.querySelectorAll("[aria-label], [title], [placeholder]")) label(one);
    const walk = page.createTreeWalker(root, 4);
    while (walk.nextNode()) text(walk.currentNode);
    return undefined;
  };
  const restore = () => {
    for (const [node, value] of texts) if (node.isConnected) node.nodeValue = value;
    for (const [element, values] of labels)
      if (element.isConnected) for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
    texts.clear();
    labels.clear();
  };
  // Changes are seen before they are painted: nobody sees the other language first.
  new page.defaultView.MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(all);
      else if (change.type === "characterData") text(change.target);
      else label(change.target);
    }
  }).observe(page.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
  return (words) => {
    restore();
    say = speaker(words);
    all(page.body);
  };
}

export default function ({ data, parentElement }) {
  const page = parentElement.ownerDocument;
  closeBubblesFirst(page);
  if (page.documentElement.lang !== data.language || !page[OURS]) {
    page.documentElement.lang = data.language;
    page[OURS] ??= translator(page);
    page[OURS](data.words);
  }
}
