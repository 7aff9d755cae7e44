// Asks the server to look at the data, while somebody can see the page; a hidden tab asks nothing until it is shown.
const STOP = "machStopLooking";

export default function ({ data, parentElement, setTriggerValue }) {
  const page = parentElement.ownerDocument;
  parentElement[STOP]?.();
  if (!data.every) return undefined;
  const look = () => page.visibilityState === "visible" && setTriggerValue("look", true);
  const timer = setInterval(look, data.every);
  page.addEventListener("visibilitychange", look);
  parentElement[STOP] = () => {
    clearInterval(timer);
    page.removeEventListener("visibilitychange", look);
  };
  return parentElement[STOP];
}
