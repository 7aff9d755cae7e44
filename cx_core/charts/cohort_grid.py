"""Cohorts by the month of the first order: which share still orders so many months later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from cx_core.charts.axis import tooltip
from cx_core.charts.chart import Chart, finish
from cx_core.charts.layers import View, document, encoding, layer
from cx_core.charts.theme import Look, contrast
from cx_core.charts.words import count_text, sentences
from cx_core.i18n import format_period, format_share, translate
from cx_core.metrics.retention import Cohort
from cx_core.model.table import Column

#: Three marks a cell; the newest cohorts and the first months are drawn, the table has all.
MAX_COHORTS, MAX_MONTHS = 24, 24
_ROW = 26
#: From this share on a cell has the fullest colour; retention of shops is seldom higher.
_FULL = 0.5


def cohort_grid(cohorts: Sequence[Cohort], *, look: Look, context: str = "") -> Chart:
    """Draw one row a cohort and one column a month since the first order; a month not yet over is left empty.

    Month 0 is 100 % by definition and is not drawn; the size of the cohort stands in its place. Cohorts under 10
    customers are drawn without a colour. A click gives ``{"pick": [{"cohort": "2026-01", "since": 2}]}``.
    """
    language = look.language
    title = translate("customers.cohorts.title", language)
    n = sum(cohort.size for cohort in cohorts)
    observed = [
        month for cohort in cohorts for month in range(1, len(cohort.active)) if cohort.active[month] is not None
    ]
    if not observed:
        return Chart(title, n, reason=translate("customers.cohorts.too_young", language))
    last_month = max(observed)
    drawn = cohorts[-MAX_COHORTS:]
    months = range(1, min(last_month, MAX_MONTHS) + 1)
    said = _alt(title, cohorts, language)
    drawing = _draw(drawn, list(months), look)
    return Chart(
        title=title,
        n=n,
        spec=finish(drawing, look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=_columns(last_month, language),
        table=tuple(
            (
                format_period(cohort.month, language),
                cohort.size,
                *(cohort.retention(m) for m in range(1, last_month + 1)),
            )
            for cohort in cohorts
        ),
        note=sentences(
            [
                translate("customers.cohorts.note", language),
                translate("charts.heat.note_clipped", language)
                if len(cohorts) > len(drawn) or last_month > MAX_MONTHS
                else "",
            ]
        ),
        picks=("pick",),
    )


def _columns(last_month: int, language: str) -> tuple[Column, ...]:
    return (
        Column(translate("customers.cohorts.first_order", language)),
        Column(translate("customers.cohorts.size", language), "whole"),
        *(
            Column(translate("customers.cohorts.month", language, n=month), "share")
            for month in range(1, last_month + 1)
        ),
    )


def _draw(cohorts: Sequence[Cohort], months: Sequence[int], look: Look) -> dict[str, Any]:
    language, colours = look.language, look.colours
    names = [format_period(cohort.month, language) for cohort in cohorts]
    values = [
        row
        for cohort, name in zip(cohorts, names, strict=True)
        for month in months
        if (row := _cell(cohort, name, month, look)) is not None
    ]
    sizes = [
        {"name": name, "month": "n", "text": count_text(cohort.size, language)}
        for cohort, name in zip(cohorts, names, strict=True)
    ]
    x = alt.X(
        "month:N",
        sort=["n", *map(str, months)],
        title=None,
        axis=alt.Axis(orient="top", labelAngle=0, labelOverlap="greedy"),
        scale=alt.Scale(domain=["n", *map(str, months)]),
    )
    y = alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=120), scale=alt.Scale(domain=names))
    fields = [
        ("name", translate("customers.cohorts.first_order", language)),
        ("month", translate("customers.cohorts.months_since", language)),
        ("share_text", translate("customers.cohorts.still", language)),
        ("n_text", translate("customers.cohorts.customers", language)),
    ]
    base = View()
    cell: dict[str, Any] = {"cornerRadius": 4, "width": {"band": 0.94}, "height": {"band": 0.9}}
    pick = alt.selection_point(name="pick", fields=["cohort", "since"], toggle=False)
    edge = alt.when(pick, empty=False).then(alt.value(3)).otherwise(alt.value(0))
    wide_enough = alt.ExprRef(f"width / {len(months) + 1} > 26 ? 1 : 0")
    drawing = layer(
        base.mark_rect(aria=False, **cell).encode(color=alt.Color("paint:N", scale=None)),
        base.mark_text(fontSize=11, aria=False, opacity=wide_enough).encode(
            text="text:N", color=alt.Color("ink:N", scale=None)
        ),
        View(alt.NamedData("sizes")).mark_text(fontSize=11, color=colours.muted, aria=False).encode(text="text:N"),
        # On top and unseen, since a text above it would take the pointer.
        base.mark_rect(fillOpacity=0, stroke=colours.ink, **cell)
        .encode(strokeWidth=edge, tooltip=tooltip(fields), description=alt.Description("said:N"))
        .add_params(pick),
        shared=encoding(x=x, y=y),
    )
    return document(drawing, height=_ROW * len(cohorts) + 120, data="cells", cells=values, sizes=sizes)


def _cell(cohort: Cohort, name: str, month: int, look: Look) -> dict[str, Any] | None:
    share = cohort.retention(month)
    if share is None:
        return None
    colours, language = look.colours, look.language
    step = min(len(colours.better), int(share / _FULL * len(colours.better) + 0.5))
    paint = colours.better[step - 1] if step and cohort.size >= 10 else colours.neutral
    active = cohort.active[month]
    return {
        "name": name,
        "month": str(month),
        "cohort": cohort.month.label,
        "since": month,
        "said": f"{name}, {translate('customers.cohorts.month', language, n=month)}",
        "paint": paint,
        "ink": max((colours.ink, "#ffffff", "#10181a"), key=lambda one: contrast(one, paint)),
        "text": format_share(share, language),
        "share_text": format_share(share, language, 1),
        "n_text": f"{count_text(active or 0, language)} / {count_text(cohort.size, language)}",
    }


def _alt(title: str, cohorts: Sequence[Cohort], language: str) -> str:
    parts = [translate("customers.cohorts.alt", language, title=title, n=len(cohorts))]
    known = [(cohort, cohort.retention(1)) for cohort in cohorts if cohort.retention(1) is not None]
    for cohort, share in dict.fromkeys((known[0], known[-1])) if known else ():
        parts.append(
            translate(
                "customers.cohorts.alt_cohort", language, name=format_period(cohort.month, language), n=cohort.size,
                share=format_share(share, language),
            )
        )  # fmt: skip
    return sentences(parts)
