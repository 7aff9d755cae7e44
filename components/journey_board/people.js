// Several personas on one map: one curve each, told apart by dashes and marks and not by colour alone.
const MARKS = ["M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0", "M-5.5 -5.5h11v11h-11Z", "M0 -7L7 5.5H-7Z", "M0 -7.5L7.5 0L0 7.5L-7.5 0Z", "M0 7L7 -5.5H-7Z", "M-6 -2h4v-4h4v4h4v4h-4v4h-4v-4h-4Z"];

// Which of the three emotions the personas' curves compare: the one that is chosen above the map.
function comparedSeries(b) {
  return { exp: "expected", mea: "measured" }[b.series] ?? "perceived";
}

function feltOf(b, touchpoint, one) {
  const value = touchpoint.felt?.[one.id]?.[comparedSeries(b)] ?? null;
  return value === null || typeof value === "number" ? value : value.value;
}

function peopleCurves(b, spots, height) {
  if (b.data.people.length < 2) return [];
  const series = comparedSeries(b);
  return b.data.people.flatMap((one, at) => {
    const tone = `tone${at % MARKS.length}`;
    const known = spots.filter((spot) => spot[one.id] != null);
    const feltAt = (spot) => spot.touchpoint.felt[one.id];
    return [
      series === "perceived" ? spreadBand(spots, height, (spot) => spot.touchpoint.felt?.[one.id], `spread ${tone}`) : null,
      s("path", { d: pathOf(segmentsOf(spots, one.id, height)), class: `line person ${tone}` }),
      series === "measured" ? personErrors(b, one, at, known, height, tone) : null,
      ...known.map((spot) => {
        const hollow = series === "measured" ? feltAt(spot).measured.small : feltAt(spot).shared.includes(series);
        return s("path", { d: MARKS[at % MARKS.length], transform: `translate(${spot.x} ${yOf(spot[one.id], height)})`, class: `person-mark ${tone}${hollow ? " shared" : ""}` });
      }),
    ].filter(Boolean);
  });
}

// The intervals of several personas at one place stand beside each other.
function personErrors(b, one, at, known, height, tone) {
  const path = known.map((spot) => {
    const { low, high } = spot.touchpoint.felt[one.id].measured;
    if (low == null || high == null) return "";
    const x = spot.x + (at - (b.data.people.length - 1) / 2) * 6;
    return `M${x} ${yOf(high, height)}V${yOf(low, height)}M${x - 4} ${yOf(high, height)}h8M${x - 4} ${yOf(low, height)}h8`;
  });
  return s("path", { d: path.join(""), class: `error person ${tone}` });
}

function peopleLegend(b) {
  if (b.data.people.length < 2) return b.data.people.map((one) => h("span", { class: "entry", text: say(b, "felt_of", { name: one.name }) }));
  return b.data.people.map((one, at) =>
    h("span", { class: "entry" },
      s("svg", { width: 34, height: 16, viewBox: "0 0 34 16", class: "sample", "aria-hidden": "true" }, s("path", { d: "M1 8h32", class: `line person tone${at % MARKS.length}` }), s("path", { d: MARKS[at % MARKS.length], transform: "translate(17 8)", class: `person-mark tone${at % MARKS.length}` })),
      h("span", { text: one.name })));
}

// What each persona feels there, for the table of words and the card's name.
function feltWords(b, touchpoint, series) {
  const votes = series === "perceived" ? votedWords(b, touchpoint) : "";
  if (b.data.people.length < 2) return [emotionText(b, touchpoint[series]), votes].filter(Boolean).join(". ");
  const each = b.data.people.map((one) => `${one.name}: ${emotionText(b, touchpoint.felt?.[one.id]?.[series] ?? null)}`);
  return [emotionText(b, touchpoint[series]), ...each].join("; ");
}
