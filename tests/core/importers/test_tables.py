"""Tables inside sheets: where the header is, which rows are no answers, which sheet is read, which columns are what."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_core import importers
from cx_core.importers import child, workbook
from cx_core.importers.header import unique_keys
from cx_core.importers.limits import DEFAULT_LIMITS
from cx_core.model.feedback import Scale
from cx_core.model.inspection import Inspection, Mapping
from cx_core.model.problem import Refusal
from tests.core.importers.fixtures import as_csv, as_xlsx

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DAYS = [f"{day}/03/2026" for day in range(10, 22)]


def _look(folder: Path, rows: list[list[object]], ending: str = "xlsx", **given: Any) -> Inspection:
    return importers.inspect(_keep(folder, rows, ending), f"a.{ending}", **given)


def _keep(folder: Path, rows: list[list[object]], ending: str = "xlsx") -> Path:
    path = folder / f"a.{ending}"
    path.write_bytes(as_xlsx(rows) if ending == "xlsx" else as_csv(rows).encode())
    return path


def _import(
    folder: Path, rows: list[list[object]], ending: str = "xlsx", answers: dict[str, str] | None = None
) -> importers.ReadResult:
    path = _keep(folder, rows, ending)
    inspection = importers.inspect(path, path.name, answers=answers)
    mapping = importers.mapping_for(inspection, answers or {})
    result = importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)
    assert result.rows_read == len(result.frame) + result.rows_rejected
    return result


def _body(count: int = 12) -> list[list[object]]:
    return [[DAYS[i % 12], f"KH{i:03d}", i % 5 + 1, f"lời khách số {i}, dài hơn một chút"] for i in range(count)]


HEAD: list[object] = ["Ngày", "Mã khách hàng", "Mức độ hài lòng (1-5)", "Góp ý"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("above", "rows"),
    [
        ([], (1,)),
        ([["BÁO CÁO GÓP Ý", "", "", ""], ["", "", "", ""]], (3,)),
        ([["Công ty A", "", "", ""], ["Từ 01/03/2026 đến 31/03/2026", "", "", ""], ["", "", "", ""]], (4,)),
        ([["Người lập:", "Lan", "", ""], ["Ngày lập:", "01/04/2026", "", ""]], (3,)),
    ],
)
def test_titles_above_the_table_are_passed_over(
    above: list[list[object]], rows: tuple[int, ...], ending: str, tmp_path: Path
) -> None:
    inspection = _look(tmp_path, [*above, HEAD, *_body()], ending)
    assert inspection.header_rows == rows
    assert inspection.data_rows == 12
    assert [column.role for column in inspection.columns] == ["responded_at", "customer", "csat", "verbatim"]


@pytest.mark.parametrize(
    ("header", "rows", "names"),
    [
        (
            [["STT", "Ngày", "Đánh giá", "", ""], ["", "", "Mức độ hài lòng (1-5)", "Dễ dàng (1-7)", "Góp ý"]],
            (1, 2),
            ["STT", "Ngày", "Mức độ hài lòng (1-5)", "Dễ dàng (1-7)", "Góp ý"],
        ),
        (
            [["Thông tin", "", "Đánh giá", "", ""], ["STT", "Ngày", "Mức độ hài lòng (1-5)", "Dễ dàng (1-7)", "Góp ý"]],
            (1, 2),
            ["STT", "Ngày", "Mức độ hài lòng (1-5)", "Dễ dàng (1-7)", "Góp ý"],
        ),
        (
            [
                ["Thông tin chung", "", "Ý kiến", "", ""],
                ["STT", "Ngày", "Đánh giá", "", ""],
                ["", "", "Mức độ hài lòng (1-5)", "Dễ dàng (1-7)", "Góp ý"],
            ],
            (1, 2, 3),
            ["STT", "Ngày", "Mức độ hài lòng (1-5)", "Dễ dàng (1-7)", "Góp ý"],
        ),
    ],
)
def test_headers_of_several_rows_are_joined(
    header: list[list[object]], rows: tuple[int, ...], names: list[str], tmp_path: Path
) -> None:
    body = [[i + 1, DAYS[i], i % 5 + 1, i % 7 + 1, f"lời khách số {i}, dài hơn một chút"] for i in range(12)]
    inspection = _look(tmp_path, [*header, *body])
    assert inspection.header_rows == rows
    assert [column.name for column in inspection.columns] == names
    assert inspection.data_rows == 12


def test_names_that_repeat_under_two_groups_are_told_apart(tmp_path: Path) -> None:
    head = [["Cửa hàng", "", "Giao hàng", ""], ["Mức độ hài lòng (1-5)", "Góp ý", "Mức độ hài lòng (1-5)", "Góp ý"]]
    body = [[i % 5 + 1, f"quầy ổn {i}", 5 - i % 5, f"giao chậm {i}"] for i in range(12)]
    inspection = _look(tmp_path, [*head, *body])
    assert [column.key for column in inspection.columns] == [
        "Cửa hàng – Mức độ hài lòng (1-5)", "Cửa hàng – Góp ý", "Giao hàng – Mức độ hài lòng (1-5)", "Giao hàng – Góp ý",
    ]  # fmt: skip
    # Two scores of one kind: which one is the answer's, only a person can say.
    assert [question.key for question in inspection.questions] == ["column:csat"]


@given(st.lists(st.sampled_from(["Điểm", "Điểm 2", "", "a", "column 1"]), max_size=12))
def test_keys_are_always_unique(names: list[str]) -> None:
    keys = unique_keys(names)
    assert len(set(keys)) == len(names)
    assert all(keys)


def test_a_file_without_a_header_keeps_its_first_answer(tmp_path: Path) -> None:
    inspection = _look(tmp_path, [["13/03/2026", 5, "tốt"], ["14/03/2026", 4, "ổn"], ["15/03/2026", 1, "tệ"]], "csv")
    assert inspection.header_rows == ()
    assert inspection.data_rows == 3
    assert [column.key for column in inspection.columns] == ["column 1", "column 2", "column 3"]
    assert "no_header" in {problem.kind for problem in inspection.problems}


@pytest.mark.parametrize(("answer", "data_rows"), [("first", 3), ("none", 4)])
def test_a_header_that_looks_like_its_rows_is_asked_about(answer: str, data_rows: int, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Lan", "xanh"], ["Minh", "đỏ"], ["Hoa", "tím"], ["Nam", "vàng"]]
    assert [question.key for question in _look(tmp_path, rows, "csv").questions] == ["header"]
    answered = _look(tmp_path, rows, "csv", answers={"header": answer})
    assert answered.questions == ()
    assert answered.data_rows == data_rows


def test_totals_repeated_headers_and_remarks_are_listed_not_lost(tmp_path: Path) -> None:
    body = _body(12)
    rows = [
        HEAD, *body[:4], ["Tổng cộng tháng 3", "", 14, ""], *body[4:8], HEAD, *body[8:], ["", "", "", ""], ["TB", "", 3.2, ""],
        ["", "", "", ""], ["Người lập biểu", "", "", ""],
    ]  # fmt: skip
    result = _import(tmp_path, rows)
    assert list(result.frame["csat"]) == [score * 100 for _, _, score, _ in body]
    rejected = {problem.kind: problem.rows for problem in result.problems if problem.lost}
    assert rejected == {"total_row": (6, 17), "repeated_header": (11,), "stray_row": (19,)}
    assert (result.rows_read, result.rows_rejected) == (16, 4)


@pytest.mark.parametrize(
    "words", ["Tổng đài không nghe máy", "Tổng thể ổn", "Cộng tác viên nhiệt tình", "Total mess", "Trung bình thôi"]
)
def test_words_that_begin_like_a_total_are_the_customers(words: str, tmp_path: Path) -> None:
    result = _import(tmp_path, [HEAD, *_body(), ["22/03/2026", "KH9", "", words], ["23/03/2026", "", 1, words]])
    assert list(result.frame["verbatim"])[-2:] == [words, words]
    assert result.rows_rejected == 0


def test_a_row_with_more_cells_than_the_header_is_rejected_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Ngày,Mức độ hài lòng (1-5),Góp ý\n"
        + "".join(f"{day},5,tốt lắm nha\n" for day in DAYS)
        + "22/03/2026,4,ổn, nhưng chậm\n"
    )
    inspection = importers.inspect(path, "a.csv")
    result = importers.read(path, "a.csv", importers.mapping_for(inspection, {}), timezone="UTC", now=NOW)
    assert [(problem.kind, problem.rows) for problem in result.problems if problem.lost] == [("extra_cells", (14,))]
    assert len(result.frame) == 12


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "x", "13/03/2026", "5", "Tổng cộng", 'có "ngoặc" và \\', "dòng\nhai"]),
            min_size=4,
            max_size=4,
        ),
        max_size=12,
    )
)
def test_every_filled_cell_is_in_a_kept_row_or_in_a_rejected_one(
    tmp_path_factory: pytest.TempPathFactory, extra: list[list[str]]
) -> None:
    rows = [HEAD, *_body(), *([cell for cell in row] for row in extra)]
    result = _import(tmp_path_factory.mktemp("cells"), rows, "xlsx")
    kept = [json.loads(raw) for raw in [*result.frame["raw"], *result.rejected["raw"]]]
    assert sum(map(len, kept)) == sum(bool(cell) for row in rows[1:] for cell in row)
    assert sorted([*result.frame["row_no"], *result.rejected["row_no"]]) == [
        n for n, row in enumerate(rows, 1) if n > 1 and any(row)
    ]


def test_rejected_rows_can_be_shown_with_their_reason(tmp_path: Path) -> None:
    result = _import(tmp_path, [HEAD, *_body(), ["Tổng cộng", "", 36, ""]])
    assert result.rejected.to_dict("records") == [
        {"row_no": 14, "kind": "total_row", "raw": '{"Ngày":"Tổng cộng","Mức độ hài lòng (1-5)":"36"}'}
    ]


def test_a_zero_is_a_score_and_a_blank_is_none(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Ngày", "Giới thiệu cho bạn bè (0-10)"],
        ["13/03/2026", 0],
        ["14/03/2026", ""],
        ["15/03/2026", "N/A"],
        ["16/03/2026", 10],
    ]
    result = _import(tmp_path, rows)
    assert [
        None if value is None or value != value else value
        for value in result.frame["nps"].astype(object).where(result.frame["nps"].notna(), None)
    ] == [0, None, None, 1000]
    assert result.frame["nps"].notna().tolist() == [True, False, False, True]


def test_cells_that_cannot_be_read_are_problems_with_rows_and_without_words(tmp_path: Path) -> None:
    rows = [
        HEAD,
        *_body(),
        ["32/03/2026", "KH7", 9, "bí mật của tôi"],
        ["17/03/2026", "KH8", "rất là tốt luôn á", "ok"],
    ]
    result = _import(tmp_path, rows)
    found = {
        problem.kind: (problem.column, problem.rows, problem.allowed) for problem in result.problems if problem.lost
    }
    assert found == {
        "date_unreadable": ("Ngày", (14,), None),
        "score_out_of_scale": ("Mức độ hài lòng (1-5)", (14,), "1–5"),
        "score_unreadable": ("Mức độ hài lòng (1-5)", (15,), "1–5"),
    }
    assert "bí mật" not in str(result.problems)
    assert "luôn á" not in str(result.problems)
    assert len(result.frame) == 14


def test_several_tables_in_one_file_are_asked_about(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number, name in enumerate(("Tháng 3", "Tháng 4")):
        page = book.create_sheet(name)
        for row in [HEAD, *_body(12 + number)]:
            page.append(row)
    book["Sheet"].append(["Hướng dẫn"])
    book.save(tmp_path / "a.xlsx")
    first = importers.inspect(tmp_path / "a.xlsx", "a.xlsx")
    assert [(question.key, question.choices) for question in first.questions] == [
        ("sheet", ("*", "Tháng 4", "Tháng 3"))
    ]
    assert [(problem.kind, problem.allowed) for problem in first.problems] == [("sheets_not_read", "Tháng 3")]
    second = importers.inspect(tmp_path / "a.xlsx", "a.xlsx", answers={"sheet": "Tháng 3"})
    assert (second.questions, second.file.sheet, second.data_rows) == ((), "Tháng 3", 12)
    assert second.file.sheets == ("Sheet", "Tháng 3", "Tháng 4")
    with pytest.raises(Refusal, match="sheet_unknown"):
        importers.inspect(tmp_path / "a.xlsx", "a.xlsx", answers={"sheet": "Tháng 5"})


def test_answers_change_roles_scales_and_fixed_values(tmp_path: Path) -> None:
    rows = [["Ngày", "Q1", "Ghi chú nội bộ"], *([DAYS[i], i % 7 + 1, f"khách nói câu {i}"] for i in range(12))]
    asked = _look(tmp_path, rows)
    assert [(question.key, question.choices[0]) for question in asked.questions] == [("role:Q1", "ces")]
    answers = {
        "role:Q1": "ces", "scale:Q1": "1-7", "direction:Q1": "low_is_good", "role:Ghi chú nội bộ": "verbatim", "channel": "Hotline",
        "touchpoint": "Gọi tổng đài", "timezone": "UTC",
    }  # fmt: skip
    result = _import(tmp_path, rows, answers=answers)
    column = result.inspection.column("Q1")
    assert column is not None
    assert (column.role, column.scale) == ("ces", Scale(1, 7, "low_is_good"))
    assert set(result.frame["channel"]) == {"Hotline"}
    assert set(result.frame["touchpoint"]) == {"Gọi tổng đài"}
    assert result.frame["verbatim"].notna().all()
    assert f"{result.frame['responded_at'][0]:%Y-%m-%d %H:%M}" == "2026-03-10 00:00"


@pytest.mark.parametrize(
    "answers",
    [
        {"role:Q1": "npss"},
        {"scale:Q1": "5-1"},
        {"scale:Q1": "x"},
        {"direction:Q1": "up"},
        {"date_order:Ngày": "dmy"},
        {"timezone": "Mars/City"},
        {"nonsense": "1"},
        {"crawl_date:Ngày": "hôm qua"},
        {"column:csat": "Cột lạ"},
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(answers: dict[str, str], tmp_path: Path) -> None:
    rows = [["Ngày", "Q1"], *([DAYS[i], i % 7 + 1] for i in range(12))]
    with pytest.raises(Refusal, match="answer_unknown"):
        _look(tmp_path, rows, answers=answers)


def test_the_date_order_is_asked_once_and_remembered(tmp_path: Path) -> None:
    rows = [["Ngày", "Mức độ hài lòng (1-5)"], *([f"0{i + 1}/0{i % 3 + 1}/2026", i % 5 + 1] for i in range(9))]
    asked = _look(tmp_path, rows, "csv")
    assert [(question.key, question.choices) for question in asked.questions] == [
        ("date_order:Ngày", ("day_first", "month_first"))
    ]
    path = _keep(tmp_path, rows, "csv")
    with pytest.raises(Refusal, match="questions_open") as caught:
        importers.read(path, "a.csv", importers.mapping_for(asked, {}), timezone="UTC", now=NOW)
    assert [question.key for question in caught.value.questions] == ["date_order:Ngày"]
    mapping = importers.mapping_for(asked, {"date_order:Ngày": "day_first"})
    assert importers.mapping_from_json(importers.mapping_to_json(mapping)) == mapping
    again = _look(tmp_path, rows, "csv", mapping=mapping)
    assert (again.questions, again.remembered, again.fingerprint) == ((), True, asked.fingerprint)
    result = importers.read(path, "a.csv", mapping, timezone="UTC", now=NOW)
    assert [f"{at:%m-%d}" for at in result.frame["responded_at"][:4]] == ["01-01", "02-02", "03-03", "01-04"]


def test_a_remembered_order_that_the_next_file_disproves_is_not_used(tmp_path: Path) -> None:
    head = ["Ngày", "Mức độ hài lòng (1-5)"]
    first = _look(
        tmp_path,
        [head, *([f"0{i + 1}/03/2026", i % 5 + 1] for i in range(9))],
        "csv",
        answers={"date_order:Ngày": "day_first"},
    )
    mapping = importers.mapping_for(first, {"date_order:Ngày": "day_first"})
    second = _look(tmp_path, [head, *([f"03/{i + 10}/2026", i % 5 + 1] for i in range(9))], "csv", mapping=mapping)
    column = second.column("Ngày")
    assert column is not None
    assert column.date_order == "month_first"


def test_a_fingerprint_knows_the_columns_and_not_the_rows(tmp_path: Path) -> None:
    one, two = _look(tmp_path, [HEAD, *_body(12)]), _look(tmp_path, [HEAD, *_body(7)])
    assert one.fingerprint == two.fingerprint
    assert _look(tmp_path, [[*HEAD[:3], "Lý do"], *_body(7)]).fingerprint != one.fingerprint


def test_the_preview_and_the_kept_row_show_no_personal_data(tmp_path: Path) -> None:
    head = ["Ngày", "Họ tên", "Số điện thoại", "Email", "Mức độ hài lòng (1-5)", "Góp ý"]
    body = [
        [
            DAYS[i],
            "Nguyễn Văn An",
            f"09123456{i:02d}",
            f"an{i}@example.com",
            i % 5 + 1,
            f"gọi tôi 09123456{i:02d} nhé, hàng số {i}",
        ]
        for i in range(12)
    ]
    result = _import(tmp_path, [head, *body])
    shown = " ".join(
        [
            str(result.inspection.preview),
            str(result.inspection.columns),
            *result.frame["raw"],
            *result.frame["verbatim"],
            str(result.problems),
        ]
    )
    for secret in ("Nguyễn Văn An", "Văn An", "09123456", "example.com"):
        assert secret not in shown
    assert result.frame["customer"][3] == "0912345603"
    masked = next(problem for problem in result.problems if problem.kind == "personal_data_masked")
    assert (masked.count, masked.lost) == (12, False)


def test_a_product_with_the_name_of_a_contact_is_no_person(tmp_path: Path) -> None:
    head = ["Ngày", "Dòng điện thoại", "Email marketing", "Mức độ hài lòng (1-5)"]
    body = [
        [DAYS[i], ("Galaxy A55", "iPhone 17", "Redmi")[i % 3], ("Có", "Không")[i % 2], i % 5 + 1] for i in range(12)
    ]
    inspection = _look(tmp_path, [head, *body])
    assert [column.privacy for column in inspection.columns] == [None] * 4
    assert [column.role for column in inspection.columns][1:3] == ["segment", "segment"]


def test_orders_come_in_with_their_amounts(tmp_path: Path) -> None:
    rows = [
        ["Mã đơn hàng", "SĐT", "Ngày đặt", "Thành tiền"],
        *([f"DH{i:03d}", f"+84 912 345 6{i:02d}", DAYS[i], f"{i + 1}.250.000 đ"] for i in range(12)),
    ]
    result = _import(tmp_path, rows)
    assert list(result.frame["revenue"])[:2] == [1_250_000, 2_250_000]
    assert list(result.frame["order"])[:2] == ["DH000", "DH001"]
    assert result.frame["customer"][0] == "0912345600"


def test_equal_answers_without_a_time_are_kept_and_sent_twice_are_one(tmp_path: Path) -> None:
    bare = _import(tmp_path, [["Số sao", "Nhận xét"], *([5, "tốt"] for _ in range(6)), [1, "tệ"]], "csv")
    assert bare.frame["identity"].is_unique
    timed = _import(
        tmp_path,
        [
            ["Dấu thời gian", "Mức độ hài lòng (1-5)"],
            ["13/03/2026 10:00:01", 5],
            ["13/03/2026 10:00:01", 5],
            ["13/03/2026 10:00:02", 5],
        ],
        "csv",
    )
    assert timed.frame["identity"].nunique() == 2


def test_a_mapping_that_is_no_mapping_is_refused() -> None:
    for text in ("", "[]", "{", '{"roles": [["a", "b"]]}', '{"scales": [["a", 5, 1, "x"]]}'):
        with pytest.raises(Refusal, match="mapping_not_readable"):
            importers.mapping_from_json(text)
    assert importers.mapping_from_json(importers.mapping_to_json(Mapping())) == Mapping()


_VALUES: list[Any] = [
    9, 9.0, 4.5, 0, -3, 1e15, 12345678901234, 0.1, True, False, datetime(2026, 3, 1), datetime(2026, 3, 1, 10, 5, 7),
    datetime(2026, 3, 1, 10, 5, 7, 123000), date(2026, 3, 2), time(10, 5), timedelta(hours=30), "#N/A", "=1+1", "  x ", "'+84", "a\nb",
    "9007199254740993", 100000, 1234567.891,
]  # fmt: skip


def test_the_three_readers_give_a_cell_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which reader is used depends on a file's size; the identity of its rows must not."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["giá trị", "x"])
    for value in _VALUES:
        page.append([value, "x"])
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    small = [row[0] for row in child.read(data, DEFAULT_LIMITS, None, None).rows]
    monkeypatch.setattr(workbook, "COLUMNAR_FROM_CELLS", 0)
    batch = child.read(data, DEFAULT_LIMITS, None, None).arrow[0]
    large = [cell or "" for cell in batch.column(0).to_pylist()]
    fallback = [row[0] for row in workbook.read_with_openpyxl(data, DEFAULT_LIMITS, None).rows]
    assert small == large
    # openpyxl hands an error cell on as its text; the others give a blank, and the error is counted.
    assert [cell if cell != "#N/A" else "" for cell in fallback] == small
    assert small[1:10] == ["9", "9", "4.5", "0", "-3", "1000000000000000", "12345678901234", "0.1", "true"]
    assert small[11:13] == ["2026-03-01 00:00:00", "2026-03-01 10:05:07"]


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp")), min_size=1, max_size=25
)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10) | st.none(), _TEXT, st.datetimes(datetime(2020, 1, 1), datetime(2026, 10, 30))),
        min_size=2,
        max_size=15,
    ),
    st.sampled_from(["xlsx", "csv"]),
)
def test_rows_survive_a_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int | None, str, datetime]], ending: str
) -> None:
    table: list[list[object]] = [["Dấu thời gian", "Khả năng giới thiệu (0-10)", "Góp ý của bạn"]]
    for score, words, at in rows:
        when: object = at.replace(microsecond=0) if ending == "xlsx" else f"{at:%Y-%m-%d %H:%M:%S}"
        table.append([when, "" if score is None else score, f"lời: {words}"])
    answers = {"role:Khả năng giới thiệu (0-10)": "nps", "role:Góp ý của bạn": "verbatim", "header": "first"}
    result = _import(tmp_path_factory.mktemp("rows"), table, ending, answers)
    from cx_core.feedback.privacy import mask_personal_data

    assert [
        None if value is None else int(value) // 100
        for value in result.frame["nps"].astype(object).where(result.frame["nps"].notna(), None)
    ] == [score for score, _, _ in rows]
    assert list(result.frame["verbatim"]) == [mask_personal_data(f"lời: {words}") for _, words, _ in rows]
    local = result.frame["responded_at"].dt.tz_convert("Asia/Ho_Chi_Minh").dt.tz_localize(None)
    assert [at.to_pydatetime() for at in local] == [at.replace(microsecond=0) for _, _, at in rows]
