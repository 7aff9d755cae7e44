// The panel beside the drawing takes room: the chosen box must not slip out of sight. Nothing else moves.
const SHOWN = new WeakMap();
const AIR = 16;

export default function ({ data, parentElement }) {
  const area = parentElement.ownerDocument.querySelector(`.st-key-${CSS.escape(data.area)}`);
  const said = JSON.stringify(data);
  if (!area || SHOWN.get(area) === said) return undefined;
  SHOWN.set(area, said);
  const show = () => {
    const { scrollLeft, clientWidth } = area;
    if (data.right + AIR > scrollLeft + clientWidth) area.scrollLeft = data.right + AIR - clientWidth;
    else if (data.left - AIR < scrollLeft) area.scrollLeft = Math.max(0, data.left - AIR);
  };
  const observer = new ResizeObserver(show);
  observer.observe(area);
  setTimeout(() => observer.disconnect(), 3000);
  return undefined;
}
