import csv
import io
import re
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.model.table import Column
from cx_core.reports import table_csv, table_xlsx

COLUMNS = (
    Column("Kênh"),
    Column("NPS", "points"),
    Column("n", "whole"),
    Column("Tỷ lệ", "share"),
    Column("Ngày", "date"),
)
ROWS = (("Cửa hàng", 100 / 3, 1284, 0.5, date(2026, 11, 20)), ("Zalo", None, 0, None, None))

#: Strings that a spreadsheet program runs when they stand in a cell (OWASP, "CSV Injection").
FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+1+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A",
]


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(data):
    return openpyxl.load_workbook(io.BytesIO(data)).active


def test_csv_opens_as_utf8_in_excel_and_keeps_every_digit():
    data = table_csv(COLUMNS, ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    assert read_csv(data)[1:] == [
        ["Cửa hàng", "33.333333333333336", "1284", "0.5", "2026-11-20"],
        ["Zalo", "", "0", "", ""],
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_keeps_a_formula_from_running(text):
    ((header,), (cell,)) = read_csv(table_csv([text], [(text,)]))
    assert header == cell == f"'{text}"


@pytest.mark.parametrize("text", ["-12", "-12,5", "-1.284,5", "-3%", "Giao hàng", "a=b", ""])
def test_csv_leaves_numbers_and_words_alone(text):
    assert read_csv(table_csv(["x", "y"], [(text, "z")]))[1][0] == text


def test_a_telephone_number_keeps_its_plus():
    assert read_csv(table_csv(["Điện thoại"], [("+84901234567",)]))[1] == ["'+84901234567"]


def test_numbers_are_numbers_even_when_negative():
    assert read_csv(table_csv([Column("NPS", "points")], [(-40,)]))[1] == ["-40"]


@given(st.lists(st.tuples(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1)), max_size=5))
def test_csv_comes_back_as_it_was(rows):
    back = read_csv(table_csv(["x"], rows))[1:]
    assert [
        cell.removeprefix("'") if not given_cell.startswith("'") else cell
        for (cell,), (given_cell,) in zip(back, rows, strict=True)
    ] == [cell for (cell,) in rows]


@pytest.mark.parametrize("text", FORMULAS)
def test_xlsx_holds_text_as_text_and_nothing_that_runs(text):
    data = table_xlsx(["x", text], [(text, "a")])
    page = sheet(data)
    assert page["A2"].data_type == "s"
    assert page["A2"].hyperlink is None
    # A file cannot hold a bare carriage return; openpyxl reads it back as a space.
    assert page["A2"].value.strip() == text.strip()
    inside = zipfile.ZipFile(io.BytesIO(data))
    xml = "".join(inside.read(name).decode() for name in inside.namelist() if name.endswith((".xml", ".rels")))
    assert not re.search(r"<f[ >]|<hyperlink|TargetMode=\"External\"", xml)


def test_xlsx_keeps_numbers_and_dates_unrounded():
    page = sheet(table_xlsx(COLUMNS, ROWS, sheet="NPS: theo kênh"))
    assert page.title == "NPS  theo kênh"
    first, second = list(page.iter_rows(min_row=2, values_only=True))
    assert (first[0], *first[2:4]) == ("Cửa hàng", 1284, 0.5)
    # A worksheet writes 16 digits.
    assert first[1] == pytest.approx(100 / 3, rel=1e-14)
    assert first[4].date() == date(2026, 11, 20)
    assert second == ("Zalo", None, 0, None, None)
    assert [cell.number_format for cell in page[2]] == ["General", "+0;-0;0", "#,##0", "0.0%", "dd/mm/yyyy"]


def test_xlsx_has_a_header_that_stays_in_view():
    page = sheet(table_xlsx(COLUMNS, ROWS))
    assert [cell.value for cell in page[1]] == [column.title for column in COLUMNS]
    assert all(cell.font.bold for cell in page[1])
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:E3"
    assert all(9 <= page.column_dimensions[letter].width <= 60 for letter in "ABCDE")


@pytest.mark.parametrize("name", ["", "[]:*?/\\", "x" * 80, "'a'"])
def test_any_name_makes_a_sheet(name):
    assert 1 <= len(sheet(table_xlsx(["x"], [], sheet=name)).title) <= 31


def test_xlsx_survives_what_a_sheet_cannot_hold():
    page = sheet(table_xlsx(["x"], [("a\x00b\x0bc\ud800",), ("y" * 40_000,)]))
    assert page["A2"].value == "a b c "
    assert len(page["A3"].value) == 32_767


def test_an_empty_table_is_a_header():
    assert read_csv(table_csv(["a"], [])) == [["a"]]
    assert sheet(table_xlsx(["a"], [])).max_row == 1
