// Votes on what customers feel: everybody's own on each touchpoint, and what they say together.
const VOTER_KEY = "mach-voter";

// Who has said a name votes under it, wherever that is; else this browser does, also after the page was loaded anew.
function voterOf(b) {
  return b.data.voter ?? ownVoter(b);
}

function ownVoter(b) {
  if (!b.voter) {
    try {
      b.voter = localStorage.getItem(VOTER_KEY) ?? newId();
      localStorage.setItem(VOTER_KEY, b.voter);
    } catch {
      b.voter = newId();
    }
  }
  return b.voter;
}

// A vote that was given before the name was said is the same person's: it goes.
function voteFields(b, touchpoint, value) {
  const fields = { [`votes.${voterOf(b)}`]: value };
  if (b.data.voter && ownVoter(b) in (touchpoint.votes ?? {})) fields[`votes.${ownVoter(b)}`] = null;
  return fields;
}

function countVote(thing, voter, value) {
  thing.votes = { ...thing.votes };
  if (value == null) delete thing.votes[voter];
  else thing.votes[voter] = value;
}

function voteCount(touchpoint) {
  return Object.keys(touchpoint.votes ?? {}).length;
}

// What is felt here comes from votes: then it is not drawn by hand, unless for one persona that has an emotion of its own.
function isVoted(b, touchpoint, series) {
  if (series !== "per" && series !== "perceived") return false;
  return voteCount(touchpoint) > 0 && (!b.data.person || Boolean(touchpoint.shared?.includes("perceived")));
}

function votedWords(b, touchpoint) {
  const count = voteCount(touchpoint);
  if (!count) return "";
  const half = touchpoint.low == null ? "" : say(b, "votes_half", { low: signed(b, touchpoint.low), high: signed(b, touchpoint.high) });
  return [say(b, "votes_of", { count }), half, touchpoint.split ? say(b, "votes_split") : ""].filter(Boolean).join(". ");
}

// How many voted stands under the face; where they are far apart, that too.
function voteLabels(b, spots, height) {
  return spots.filter((spot) => isVoted(b, spot.touchpoint, "per") && spot.per != null).map((spot) =>
    s("text", { x: spot.x, y: yOf(spot.per, height) + 27, "text-anchor": "middle", class: `votes${spot.touchpoint.split ? " split" : ""}`, text: `${spot.touchpoint.split ? "⇕ " : ""}${say(b, "votes", { count: voteCount(spot.touchpoint) })}` }));
}

function offerVote(b, touchpoint) {
  showToast(b, votedWords(b, touchpoint), say(b, "vote"), () => {
    b.series = "vote";
    b.focusNext = `vote:${touchpoint.id}`;
    render(b);
  });
}
