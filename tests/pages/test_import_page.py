"""The import page: what a person sees from the dropped file to the receipt, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx_core.store.jobs import Job, jobs_folder
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from tests.core.importers.code_files import cycle, survey
from tests.core.importers.fixtures import as_csv
from tests.pages.test_pages import shown
from tests.pages.uploads import answers, finish, press, receipt, start, text, upload, workbook

Show = Callable[..., AppTest]
#: What every file of a compound document begins with; one with a password holds these two streams.
PASSWORD = (
    bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016) + "EncryptionInfo".encode("utf-16-le") + bytes(100)
    + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
)  # fmt: skip


def roles(test: AppTest) -> dict[str, str]:
    return {box.label: box.value for box in test.selectbox}


def test_from_the_question_to_the_receipt_and_back(show: Show, tmp_path: Path) -> None:
    test = show("import_data")
    file = workbook([("PHIẾU Ý KIẾN KHÁCH HÀNG",), (), *answers(24)])
    upload(test, "phieu.xlsx", file)
    assert len(test.radio) == 1, "the dates are the only thing that this file leaves open"
    assert "Ngày" in test.radio[0].label
    assert text("import.start").split(" {")[0] not in [button.label.split(" ")[0] for button in test.button]

    press(test, text("import.questions.submit"))
    assert test.warning, "an unanswered question must not be guessed"
    test.radio[0].set_value("day_first")
    press(test, text("import.questions.submit"))
    assert text("import.ready") in shown(test)
    assert not test.radio

    start(test)
    assert not test.exception
    assert receipt(test) == {"read": "24", "kept": "24", "duplicate": "0", "rejected": "0"}

    # The same file again: nothing is asked, nothing is added.
    press(test, text("import.another"))
    upload(test, "phieu.xlsx", file)
    assert not test.radio
    assert text("import.ready_remembered") in shown(test)
    start(test)
    assert receipt(test) == {"read": "24", "kept": "0", "duplicate": "24", "rejected": "0"}

    # The button in the dialog is for the browser test: here a dialog closes with the run that opened it.
    press(test, text("import.history.undo"))
    assert "24" in [line.value for line in test.markdown if "phieu" in line.value][-1]
    reading = Workspace.open(tmp_path / "workspace").reading
    reading.undo(reading.imports()[0].batch_id)
    test.run()
    assert text("import.history.undone") in " ".join(box.label for box in test.expander)
    assert show("trends").subheader[0].value == text("trends.empty_title")

    press(test, text("import.another"))
    upload(test, "phieu.xlsx", file)
    start(test)
    assert receipt(test)["kept"] == "24", "what was undone can come in again"


def test_a_dozen_columns_of_codes_are_one_question_and_the_next_file_none(show: Show) -> None:
    columns = survey(**{f"Món {n:02}": cycle("A1", "A2", "A3", "A4", "A5") for n in range(12)}, NPS=cycle(0, 9))
    file = as_csv([list(columns), *(list(row) for row in zip(*columns.values(), strict=True))], ";").encode()
    test = upload(show("import_data"), "khao-sat.csv", file)
    (radio,) = test.radio
    assert radio.label.startswith("12 cột cùng chứa mã A1 đến A5")
    assert "A1 × 96" in shown(test)
    assert "\n".join(f"Món {n:02}" for n in range(12)) in shown(test)
    radio.set_value("high_is_good")
    press(test, text("import.questions.submit"))
    assert not test.radio
    start(test)
    assert receipt(test)["read"] == "40"
    press(test, text("import.another"))
    upload(test, "khao-sat.csv", file)
    assert not test.radio
    assert text("import.ready_remembered") in shown(test)


def test_the_receipt_names_what_was_left_out(show: Show) -> None:
    test = show("import_data")
    rows = answers(12)
    rows[3] = ("13/02/2026", "Hotline", "Gọi hotline", 9, "điểm ngoài thang")
    rows.append(("tổng cộng", "", "", 12, ""))
    upload(test, "phieu.xlsx", workbook(rows))
    start(test)
    assert receipt(test) == {"read": "13", "kept": "12", "duplicate": "0", "rejected": "1"}
    assert "nằm ngoài thang 1–5 (dòng 4)" in shown(test)
    assert f"{text('problem.total_row')} (dòng 14)" in shown(test)

    # The same export a week later: the old rows are known, one is new.
    press(test, text("import.another"))
    upload(test, "phieu_2.xlsx", workbook([*rows, ("20/06/2026", "Zalo", "Tư vấn", 5, "mới")]))
    start(test)
    assert receipt(test) == {"read": "14", "kept": "1", "duplicate": "12", "rejected": "1"}


def test_rejected_rows_can_be_had_where_nothing_was_kept(show: Show) -> None:
    test = show("import_data")
    rows = [*answers(0), *(("", "Hotline", "Gọi hotline", "", "") for _ in range(3))]
    upload(test, "phieu.xlsx", workbook(rows))
    start(test)
    assert receipt(test) == {"read": "3", "kept": "0", "duplicate": "0", "rejected": "3"}
    assert text("import.rejected.help") in [caption.value for caption in test.caption]
    assert len(test.get("download_button")) == 2


def test_what_becomes_of_personal_data_is_proposed_and_can_be_changed(show: Show, tmp_path: Path) -> None:
    test = show("import_data")
    head = ("Ngày", "Họ tên", "Số điện thoại", "Biệt danh", "Mức độ hài lòng (1-5)")
    rows = [(f"{13 + n}/03/2026", "Nguyễn Thị Lan", f"0912 345 67{n}", "Bống", n % 5 + 1) for n in range(9)]
    upload(test, "khach.xlsx", workbook([head, *rows]))
    fates = {box.label: box for box in test.selectbox if box.value in ("mask", "drop", "pseudonym", "keep")}
    assert {label: box.value for label, box in fates.items()} == {"Họ tên": "mask", "Số điện thoại": "pseudonym"}
    fates["Họ tên"].set_value("drop").run()
    test.multiselect[0].set_value(["Biệt danh"]).run()
    assert not test.exception
    fates = {box.label: box for box in test.selectbox if box.value in ("mask", "drop", "pseudonym", "keep")}
    assert {label: box.value for label, box in fates.items()} == {
        "Họ tên": "drop", "Số điện thoại": "pseudonym", "Biệt danh": "mask",
    }  # fmt: skip
    start(test)
    assert receipt(test)["kept"] == "9"
    # Nine rows of five cells, of which one column was left out.
    cells = text("import.receipt.cells").format(cells_read=45, cells_kept=36, cells_rejected=0, cells_dropped=9)
    assert cells in [caption.value for caption in test.caption]
    stored = b"".join(file.read_bytes() for file in (tmp_path / "workspace").rglob("*.db*"))
    assert not [word for word in ("Thị Lan", "Bống", "0912 345", "0912345") if word.encode() in stored]


def test_a_relative_date_asks_for_the_day_of_collection(show: Show) -> None:
    test = show("import_data")
    rows = [(f"{n + 1} ngày trước", n % 5 + 1, "tốt") for n in range(6)]
    upload(test, "google.xlsx", workbook([("Thời gian", "Số sao", "Nội dung đánh giá"), *rows]))
    press(test, text("import.questions.submit"))
    assert test.warning, "the day is not guessed"
    test.date_input[0].set_value(date(2026, 11, 20))
    press(test, text("import.questions.submit"))
    start(test)
    assert receipt(test)["kept"] == "6"
    period = text("import.history.period").split("{")[0]
    assert [line.value for line in test.get("text") if line.value.startswith(period)] == [
        text("import.history.period").format(first="14/11/2026", last="19/11/2026")
    ]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("trong.xlsx", workbook([]), "file_empty"),
        ("trong.csv", b"", "file_empty"),
        ("chi_tieu_de.xlsx", workbook(answers(0)), "file_no_rows"),
        ("mat_khau.xlsx", PASSWORD, "file_password"),
        ("anh.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "file_foreign"),
        ("hong.xlsx", workbook(answers(30))[:900], "file_damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(show: Show, name: str, data: bytes, kind: str) -> None:
    test = show("import_data")
    upload(test, name, data)
    assert not test.exception
    what = text(f"refusal.{kind}.what").split("{")[0]
    assert what in shown(test)
    assert text(f"refusal.{kind}.next").split("{")[0] in shown(test)
    assert not [button for button in test.button if button.label.startswith(text("import.start").split(" {")[0])]


def test_an_answered_role_stays_answered(show: Show) -> None:
    """The list of columns below the question still says "not used" from the run before; the answer must win."""
    test = show("import_data")
    rows = [("Ngày", "Q1"), *((f"{13 + index % 9}/03/2026", index % 11) for index in range(22))]
    upload(test, "q.xlsx", workbook(rows))
    assert roles(test) == {"Ngày": "responded_at", "Q1": "ignore"}
    test.radio[0].set_value("nps")
    press(test, text("import.questions.submit"))
    assert roles(test) == {"Ngày": "responded_at", "Q1": "nps"}
    assert test.session_state["_import_answers"] == {"role:Q1": "nps"}


def test_a_role_that_only_one_column_can_have_moves(show: Show) -> None:
    test = show("import_data")
    rows = [("Ngày", "Ngày mua"), *((f"{13 + index % 9}/03/2026", f"{13 + index % 9}/02/2026") for index in range(20))]
    rows = [(*row, "Điểm NPS" if at == 0 else at % 11) for at, row in enumerate(rows)]
    upload(test, "ngay.xlsx", workbook(rows))
    assert roles(test)["Ngày"] == "responded_at"
    next(box for box in test.selectbox if box.label == "Ngày mua").set_value("responded_at").run()
    assert roles(test)["Ngày mua"] == "responded_at"
    assert roles(test)["Ngày"] == "ignore"


def test_a_cancelled_import_leaves_nothing(show: Show) -> None:
    test = show("import_data")
    upload(test, "phieu.xlsx", workbook([answers(0)[0], ("13/02/2026", "Zalo", "Tư vấn", 5, "tốt")]))
    press(test, text("import.start").split(" {")[0])
    if test.session_state["_import_job"]:
        press(test, text("action.cancel"))
        finish(test)
    # The worker may have been faster than the click: then everything is there, else nothing.
    kept = receipt(test).get("kept")
    assert kept == "1" or text("import.history.empty") in shown(test)


def test_an_import_that_died_unseen_is_told_of_once(show: Show, tmp_path: Path) -> None:
    folder = Workspace.open(tmp_path / "workspace").folder
    job = Job.create(jobs_folder(folder), ImportRequest(tmp_path / "a", "phieu <b>.xlsx", {}).as_json())
    with job.working():
        job.report("storing", 0.5)
    test = show("import_data")
    assert text("import.failed").split("{file}")[1] in shown(test)
    assert text("refusal.import_died.what") in shown(test)
    press(test, text("import.understood"))
    assert text("refusal.import_died.what") not in shown(test)


def test_a_column_of_two_scales_is_asked_about_in_words(show: Show) -> None:
    test = show("import_data")
    rows = [(f"{13 + n}/03/2026", cell) for n, cell in enumerate(["5", "9/10", "4", "8/10", "3"])]
    upload(test, "hai thang.xlsx", workbook([("Ngày", "Mức độ hài lòng"), *rows]))
    (question,) = test.radio
    assert question.label == text("question.mixed_scale.ask").replace("{column}", "Mức độ hài lòng")
    assert [option.replace("\\", "") for option in question.options] == [
        text("question.mixed_scale.choice.rescale_plain").replace("{plain}", "5").replace("{maximum}", "5"),
        text("question.mixed_scale.choice.same").replace("{maximum}", "10"),
        text("question.mixed_scale.choice.keep_plain").replace("{maximum}", "5"),
    ]
    question.set_value("rescale-5-5")
    press(test, text("import.questions.submit"))
    assert text("import.ready") in shown(test)


def _progress_of_no_job() -> None:
    from components.import_flow import _draw_progress

    _draw_progress()


def test_the_progress_of_an_import_that_has_ended_asks_about_no_job() -> None:
    # It runs by itself every moment, and may do so once more after the page has noted the end.
    test = AppTest.from_function(_progress_of_no_job).run()
    assert not test.exception
