// A click on a link of the menu closes an open bubble too, and Streamlit tells the server of the bubble last, from the
// page that is being left: the person stays there. So the bubble is closed first and the link is followed after it.
const LINKS = 'a[data-testid="stSidebarNavLink"], a[data-testid="stPageLink-NavLink"]';
const BUBBLE = '[data-testid="stPopoverBody"]';
const WAITS = "machMenuClicks";
// Milliseconds within which Streamlit sends what a closed bubble changes.
const CLOSED_WITHIN = 60;

function closeBubblesFirst(page) {
  if (page[WAITS]) return;
  page[WAITS] = true;
  let isFollowing = false;
  page.addEventListener("click", (event) => {
    const link = event.target.closest?.(LINKS);
    const isPlain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (isFollowing || !link || !isPlain || !page.querySelector(BUBBLE)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    page.body.click();
    page.defaultView.setTimeout(() => {
      isFollowing = true;
      link.click();
      isFollowing = false;
    }, CLOSED_WITHIN);
  }, true);
}
