"""What a person would write for the same page of five questions: pandas in a notebook, and bare NumPy as the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from cx_core.model.filters import Filters
from cx_core.model.imports import Dictionary
from cx_core.model.period import Period, day_from_number, day_number
from cx_core.store.responses import ResponseStore

if TYPE_CHECKING:
    from tests.benchmarks.engine import View


def included(frame: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Return the rows that filters include, as anybody writes it with pandas."""
    if filters.since:
        frame = frame[frame["day"] >= day_number(filters.since)]
    if filters.until:
        frame = frame[frame["day"] <= day_number(filters.until)]
    for field, values in filters.where:
        frame = frame[frame[field].isin(values)]
    return frame


class Pandas:
    """The frame a person would make in a notebook: labels as categories, months made once."""

    name = "pandas groupby"

    def __init__(self, store: ResponseStore, dictionary: Dictionary) -> None:
        frame = _read(store)
        self.frame = pd.DataFrame({"day": frame["day"], "nps": frame["nps"]})
        for field, column in (("channel", "channel"), ("touchpoint", "touchpoint"), ("segment", "segment_1")):
            self.frame[field] = frame[column].map(dict(dictionary.table(field))).fillna("").astype("category")
        self.frame["month"] = frame["day"].map(_month_label).astype("category")
        self.frame = self.frame.dropna(subset="nps").astype({"nps": "int64"})
        self.frame["top"], self.frame["bottom"] = self.frame["nps"] >= 900, self.frame["nps"] <= 600

    def page(self, view: View) -> dict[str, object]:
        now, before = included(self.frame, view.filters), included(self.frame, view.before)
        trend = now.groupby("month", observed=True).agg(n=("nps", "size"), top=("top", "sum"), bottom=("bottom", "sum"))
        parts = now.groupby(["touchpoint", "channel"], observed=True)["nps"].agg(["size", "sum"])
        scores = now["nps"].value_counts().sort_index()
        return {
            "now": (len(now), int(now["top"].sum()), int(now["bottom"].sum())),
            "before": (len(before), int(before["top"].sum()), int(before["bottom"].sum())),
            "trend": [tuple(row) for row in trend.sort_index().itertuples()],
            "breakdown": sorted((*key, int(n), int(total)) for key, n, total in parts.itertuples()),
            "scores": [(int(score), int(n)) for score, n in scores.items()],
        }


class NumPy:
    """The floor: codes sorted by day, counted with ``bincount``, nothing named or ordered until the end."""

    name = "NumPy kernel"

    def __init__(self, store: ResponseStore, dictionary: Dictionary) -> None:
        frame = _read(store).dropna(subset="nps").sort_values("day")
        self.day = frame["day"].to_numpy("int64")
        self.score = (frame["nps"].to_numpy("int64") // 100).astype("int64")
        self.names, self.codes = {}, {}
        for field, column in (("channel", "channel"), ("touchpoint", "touchpoint"), ("segment", "segment_1")):
            codes = sorted(dictionary.table(field))
            self.names[field] = ["", *(dictionary.table(field)[code] for code in codes)]
            self.codes[field] = np.searchsorted(codes, frame[column].fillna(-1).to_numpy("int64")) + 1
            self.codes[field][frame[column].isna().to_numpy()] = 0
        days = np.arange(self.day[0], self.day[-1] + 1)
        labels = [_month_label(day) for day in days]
        self.months = list(dict.fromkeys(labels))
        self.month_of_day = np.array([self.months.index(label) for label in labels])

    def page(self, view: View) -> dict[str, object]:
        rows, before = self._included(view.filters), self._included(view.before)
        score = self.score[rows]
        month = self.month_of_day[self.day[rows] - self.day[0]]
        trend = np.bincount(month * 11 + score, minlength=len(self.months) * 11).reshape(-1, 11)
        channels = self.names["channel"]
        place = self.codes["touchpoint"][rows] * len(channels) + self.codes["channel"][rows]
        n_places = len(self.names["touchpoint"]) * len(channels)
        n, total = np.bincount(place, minlength=n_places), np.bincount(place, weights=score, minlength=n_places)
        bins = np.bincount(score, minlength=11)
        return {
            "now": _classes(bins),
            "before": _classes(np.bincount(self.score[before], minlength=11)),
            "trend": [(label, *_classes(row)) for label, row in zip(self.months, trend, strict=True) if row.any()],
            "breakdown": sorted(
                (
                    self.names["touchpoint"][i // len(channels)],
                    channels[i % len(channels)],
                    int(n[i]),
                    100 * int(total[i]),
                )
                for i in np.flatnonzero(n)
            ),
            "scores": [(100 * int(i), int(bins[i])) for i in np.flatnonzero(bins)],
        }

    def _included(self, filters: Filters):
        first = np.searchsorted(self.day, day_number(filters.since)) if filters.since else 0
        last = np.searchsorted(self.day, day_number(filters.until), "right") if filters.until else len(self.day)
        if not filters.where:
            return slice(first, last)
        keep = np.ones(last - first, bool)
        for field, values in filters.where:
            allowed = np.array([name in values for name in self.names[field]])
            keep &= allowed[self.codes[field][first:last]]
        return first + np.flatnonzero(keep)


def _classes(bins) -> tuple[int, int, int]:
    return int(bins.sum()), int(bins[9:].sum()), int(bins[:7].sum())


def _month_label(day: int) -> str:
    return Period.containing(day_from_number(day), "month").label


def _read(store: ResponseStore) -> pd.DataFrame:
    columns = ["day", "nps", "channel", "touchpoint", "segment_1"]
    return pd.concat(pq.read_table(file, columns=columns).to_pandas() for file in store.ensure_snapshots() or ())
