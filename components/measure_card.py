"""Cards of measures: the value with its interval, its n, and what became of it, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from components.plain import plain
from components.texts import language, t, tell
from cx_core.charts.chart import Chart
from cx_core.charts.words import metric_name
from cx_core.i18n import format_number, format_share
from cx_core.i18n.measures import format_difference, format_interval, format_size, format_value
from cx_core.metrics.compare import Comparison
from cx_core.model.measure import MIN_N_SHOWN, Measure
from cx_core.model.message import Message

#: Values on few answers are drawn paler; the words under them say why. The mark reaches only the card it lies in.
_PALE = (
    "<style>[data-testid='stVerticalBlock']:has(> [data-testid='stElementContainer'] .few-answers) "
    "[data-testid='stMetricValue'] {opacity: 0.55}</style><span class='few-answers'></span>"
)
_Colour = Literal["off", "blue", "orange"]
_Arrow = Literal["off", "up", "down"]


@dataclass(frozen=True)
class Card:
    """One card of a row.

    ``title`` replaces the metric's short name, ``against`` names what it is compared with, ``note`` is a remark.
    ``brief`` leaves everything but n and the interval to the tooltip, for a screen that is read from far.
    ``written`` is the value as it stands on the card, with ``more`` decimals than usual: see `beside`.
    """

    measure: Measure
    comparison: Comparison | None = None
    against: str = ""
    title: str = ""
    note: str = ""
    spark: Chart | None = None
    brief: bool = False
    written: float | None = None
    more: int = 0


def measure_cards(cards: Sequence[Card], key: str, most: int = 4) -> None:
    """Draw cards in a row that wraps: ``most`` beside each other on a desk, two on a phone."""
    grid = st.grid(min(most, max(2, len(cards))), min_column_width=160)
    for index, card in enumerate(cards):
        # The card itself is the cell: inside another container it would not grow to the height of its row.
        with grid:
            _draw(card, f"{key}_{index}")


def measure_card(measure: Measure, *, title: str = "", spark: Chart | None = None, key: str = "") -> None:
    """Draw one measure: value, n, interval; hidden under 10 answers, pale under 30, each with the reason."""
    _draw(Card(measure, title=title, spark=spark), key)


def measure_line(measure: Measure, title: str = "") -> None:
    """Draw one measure in one line, for a narrow panel: value, n and interval under the same rules as a card.

    ``title`` replaces the metric's short name.
    """
    parts = [t("ui.card.n", n=measure.n)]
    if _is_shown(measure) and measure.low is not None:
        parts.append(t("ui.card.interval", interval=format_interval(measure, language())))
    elif measure.display == "hidden":
        parts = [t("ui.card.hidden", n=measure.n, least=MIN_N_SHOWN)]
    value = format_value(measure.metric, measure.value, language()) if _is_shown(measure) else "–"
    st.markdown(
        f"**{plain(title) or metric_label(measure)} {value}**  \n:small[{' · '.join(parts)}]", help=_formula(measure)
    )


def change_card(
    measure: Measure,
    comparison: Comparison | None,
    *,
    against: str = "",
    title: str = "",
    spark: Chart | None = None,
    key: str = "",
) -> None:
    """Draw one measure with the verdict on its change: rose, fell, or not enough evidence."""
    _draw(Card(measure, comparison, against, title=title, spark=spark), key)


def metric_label(measure: Measure) -> str:
    """Return the short name of a measure's metric; an effort scale on which low is good has a name of its own."""
    return metric_name(measure.metric, language(), measure.scale)


def _draw(card: Card, key: str) -> None:
    measure, verdict = card.measure, _verdict(card)
    value = measure.value if card.written is None else card.written
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(
            plain(card.title) or metric_label(measure),
            format_value(measure.metric, value, language(), card.more) if _is_shown(measure) else "–",
            verdict.text if verdict else None,
            delta_color=verdict.colour if verdict else "off",
            delta_arrow=verdict.arrow if verdict else "off",
            help=_formula(measure),
        )
        # One element for all lines: eight small ones would stand far apart. Two spaces end a line in Markdown.
        st.caption("  \n".join(_lines(card)))
        if card.spark is not None and not card.spark.reason:
            st.vega_lite_chart(card.spark.packed, key=f"{key}_spark" if key else None)
        if measure.display == "grey":
            st.html(_PALE)


@dataclass(frozen=True)
class _Verdict:
    text: str
    colour: _Colour
    arrow: _Arrow


def _is_shown(measure: Measure) -> bool:
    return measure.display in ("grey", "shown", "full")


def _verdict(card: Card) -> _Verdict | None:
    """Return the verdict in words, with an arrow and a colour only when a change is announced."""
    found = card.comparison
    if found is None or found.difference is None or card.measure.display not in ("shown", "full"):
        return None
    if not found.announced:
        return _Verdict(t("ui.card.not_enough_evidence"), "off", "off")
    size = format_size(found.metric, found.difference, language(), card.more)
    colour: _Colour = "blue" if found.better else "orange"
    return _Verdict(t(f"ui.card.{found.verdict}", size=size), colour, "up" if found.difference > 0 else "down")


def _lines(card: Card) -> list[str]:
    measure = card.measure
    if measure.display == "none":
        return [t(f"reason.{measure.reason or 'no_answers'}")]
    if measure.display == "hidden":
        return [t("ui.card.hidden", n=measure.n, least=MIN_N_SHOWN)]
    lines = [line for line in (card.against, card.note, t("ui.card.n", n=measure.n)) if line]
    if measure.low is not None:
        lines.append(t("ui.card.interval", interval=format_interval(measure, language())))
    if card.brief:
        return lines
    lines += [say(measure) for say in _BESIDE]
    if measure.display == "grey":
        lines.append(t("ui.card.grey"))
    return [line for line in (*lines, _change_line(card)) if line]


def _mean_line(measure: Measure) -> str:
    """Say the mean that stands beside a share, with its scale."""
    if measure.metric != "csat" or measure.mean is None or measure.scale is None:
        return ""
    return t("ui.card.mean", mean=format_number(measure.mean, language(), 2), scale=measure.scale.label)


def _share_line(measure: Measure) -> str:
    """Say the share of the good answers that stands beside a mean, with the mean's scale."""
    if measure.metric not in ("ces", "rating") or measure.share_top is None or measure.scale is None:
        return ""
    return t("ui.card.share", share=format_share(measure.share_top, language()), scale=measure.scale.label)


_BESIDE: tuple[Callable[[Measure], str], ...] = (_mean_line, _share_line)


def _change_line(card: Card) -> str:
    """Say what stands behind "not enough evidence": the difference, and what was missing to call it a change."""
    found = card.comparison
    if found is None or found.announced or card.measure.display not in ("shown", "full"):
        return ""
    parts = []
    if found.difference is not None:
        difference = format_difference(found.metric, found.difference, language(), card.more)
        parts.append(t("ui.card.noise", difference=difference))
    if found.reason == "within_noise" and found.detectable is not None:
        parts.append(t("ui.card.detectable", size=format_size(found.metric, found.detectable, language())))
    elif found.reason == "no_answers":
        # The measure on the card has answers: it is the span before that has none.
        parts.append(t("ui.card.nothing_before"))
    elif found.reason:
        parts.append(tell(Message.of(f"reason.{found.reason}")))
    return " ".join(parts)


def _formula(measure: Measure) -> str:
    """Return the tooltip: what the metric is, of what it is a share, what is left out, how sure."""
    key = f"metric.{measure.metric}"
    parts = [f"**{t(f'{key}.name')}**", t(f"{key}.definition"), t(f"{key}.denominator"), t(f"{key}.exclusions")]
    if measure.method:
        parts.append(t(f"method.{measure.method}.explain"))
    return "\n\n".join(parts)
