// The geometry of the emotion lane: curves through what is known, and the ground between two of them.

function yOf(value, height) {
  return CURVE_PAD + ((2 - value) / 4) * (height - 2 * CURVE_PAD);
}

function valueAt(y, height) {
  const raw = 2 - ((y - CURVE_PAD) / (height - 2 * CURVE_PAD)) * 4;
  return clamp(Math.round(raw / SNAP) * SNAP, -2, 2);
}

// Slopes of a monotone cubic (Fritsch and Carlson 1980): it never overshoots what was measured, as other splines do.
function slopes(run) {
  const steps = run.slice(1).map((next, at) => (next.y - run[at].y) / (next.x - run[at].x));
  const slope = run.map((_, at) => {
    if (at === 0) return steps[0] ?? 0;
    if (at === run.length - 1) return steps[at - 1];
    return steps[at - 1] * steps[at] <= 0 ? 0 : (steps[at - 1] + steps[at]) / 2;
  });
  steps.forEach((step, at) => {
    if (step === 0) { slope[at] = 0; slope[at + 1] = 0; return; }
    const size = Math.hypot(slope[at] / step, slope[at + 1] / step);
    if (size > 3) { slope[at] *= 3 / size; slope[at + 1] *= 3 / size; }
  });
  return slope;
}

// One entry a pair of neighbours; null where one of the two is unknown: a gap in knowledge stays a gap in the line.
function segmentsOf(spots, series, height) {
  const segments = new Array(Math.max(0, spots.length - 1)).fill(null);
  let run = [];
  const close = () => {
    const slope = run.length > 1 ? slopes(run) : [];
    for (let at = 0; at + 1 < run.length; at += 1) {
      segments[run[at].at] = { x0: run[at].x, x1: run[at + 1].x, y0: run[at].y, y1: run[at + 1].y, m0: slope[at], m1: slope[at + 1] };
    }
    run = [];
  };
  spots.forEach((spot, at) => {
    if (spot[series] == null) close();
    else run.push({ at, x: spot.x + (DODGE[series] ?? 0), y: yOf(spot[series], height) });
  });
  close();
  return segments;
}

function pathOf(segments) {
  let path = "";
  let end = null;
  for (const one of segments) {
    if (!one) { end = null; continue; }
    const third = (one.x1 - one.x0) / 3;
    if (end !== one.x0) path += `M${one.x0} ${one.y0}`;
    path += `C${one.x0 + third} ${one.y0 + one.m0 * third} ${one.x1 - third} ${one.y1 - one.m1 * third} ${one.x1} ${one.y1}`;
    end = one.x1;
  }
  return path;
}

function heightOn(one, t) {
  const width = one.x1 - one.x0;
  const t2 = t * t;
  const t3 = t2 * t;
  return (2 * t3 - 3 * t2 + 1) * one.y0 + (t3 - 2 * t2 + t) * width * one.m0 + (3 * t2 - 2 * t3) * one.y1 + (t3 - t2) * width * one.m1;
}

// The ground between what was expected and what was met, cut into pieces above and below.
function gapPieces(expected, actual) {
  const pieces = { above: "", below: "" };
  expected.forEach((want, at) => {
    const got = actual[at];
    if (!want || !got) return;
    const before = actual[at - 1];
    if (expected[at - 1] && before && before.x1 !== got.x0) {
      // Here reality goes over from what was felt to what was measured: no hole between the two.
      const side = before.y1 + got.y0 > 2 * want.y0 ? "below" : "above";
      pieces[side] += `M${want.x0} ${want.y0}L${before.x1} ${before.y1}L${got.x0} ${got.y0}Z`;
    }
    const samples = Array.from({ length: 25 }, (_, step) => {
      const t = step / 24;
      const [wantX, gotX] = [want, got].map((one) => one.x0 + (one.x1 - one.x0) * t);
      return { above: heightOn(got, t) <= heightOn(want, t), want: `${wantX.toFixed(1)} ${heightOn(want, t).toFixed(1)}`, got: `${gotX.toFixed(1)} ${heightOn(got, t).toFixed(1)}` };
    });
    // One piece as long as the side stays the same; where it turns, the two pieces share an edge.
    let from = 0;
    for (let step = 1; step <= 24; step += 1) {
      if (step < 24 && samples[step].above === samples[from].above) continue;
      const run = samples.slice(from, step + 1);
      pieces[samples[from].above ? "above" : "below"] += `M${run.map((one) => one.want).join("L")}L${run.reverse().map((one) => one.got).join("L")}Z`;
      from = step;
    }
  });
  return pieces;
}
