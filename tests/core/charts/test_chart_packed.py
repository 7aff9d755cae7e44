"""Rows travel packed, and say the same as the document's own."""

import pyarrow as pa

from cx_core.charts.chart import Chart


def unpacked(stream: bytes) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pa.ipc.open_stream(stream).read_all().to_pylist()
    return rows


def test_rows_are_packed_once_and_say_the_same() -> None:
    rows = [{"at": 1, "name": "Điểm A", "low": None}, {"at": 2, "name": "B", "low": 0.5, "late": True}]
    chart = Chart("t", 3, spec={"mark": "bar", "datasets": {"values": rows, "none": []}})
    packed = chart.packed
    assert unpacked(packed["datasets"]["values"]) == [
        {"at": 1, "name": "Điểm A", "low": None, "late": None},
        {"at": 2, "name": "B", "low": 0.5, "late": True},
    ]
    assert packed["datasets"]["none"] == []
    assert chart.packed is packed
    assert chart.spec["datasets"]["values"] is rows


def test_a_column_of_several_kinds_stays_as_it_is() -> None:
    rows = [{"at": 1}, {"at": "later"}]
    assert Chart("t", 2, spec={"datasets": {"values": rows}}).packed["datasets"]["values"] == rows


def test_a_document_without_rows_is_itself() -> None:
    chart = Chart("t", 0, reason="nothing")
    assert chart.packed is chart.spec
