"""Comments with labels from outside are measured by the same rules as our own gold file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.calibrated import Teaching
from tests.benchmarks.calibrated import report as report_taught
from tests.benchmarks.labelled import read_labelled, report
from tests.benchmarks.themes_labelled import report as report_themes

COMMENTS = "Hàng đẹp\tpos\nHàng tệ\tnegative\tmore\n\nMua hôm qua\tneu\nTuyệt vời\tneg\n"


def test_each_half_and_each_way_of_writing_is_a_line(tmp_path: Path) -> None:
    path = tmp_path / "shop.tsv"
    path.write_text(COMMENTS, "utf-8")
    assert [(one.text, one.label) for one in read_labelled(path)][1] == ("Hàng tệ", "negative")
    *_, marked, bare = report([path]).splitlines()
    # Three of four labels are right; of the three with a feeling, two have the right sign.
    assert marked.split(" | ")[:5] == ["| shop", "both", "as written", "4", "0.750"]
    assert marked.split(" | ")[6:8] == ["0.667", "0.667"]
    assert bare.split(" | ")[2] == "without marks"
    assert report([path], 1).splitlines()[-2].split(" | ")[3:5] == ["2", "1.000"]


def test_a_complaint_without_a_feeling_word_has_no_sign_but_its_side(tmp_path: Path) -> None:
    path = tmp_path / "facts.tsv"
    path.write_text("Hàng đẹp\tpos\nMua hôm qua\tneg\nMua hôm nay\tpos\n", "utf-8")
    # Of three comments one has a feeling; the other two count as complaints, of which one is.
    assert report([path], None).splitlines()[2].split(" | ")[6:9] == ["0.333", "0.667", "3"]


def test_languages_are_measured_too(tmp_path: Path) -> None:
    path = tmp_path / "languages.tsv"
    path.write_text("Fast delivery\ten\ngiao hang nhanh\tvi\nGood food\tvi", "utf-8")
    assert report([path]).splitlines()[-1].split(" | ")[3:5] == ["3", "0.667"]


def test_a_line_without_a_label_is_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.tsv"
    path.write_text("Hàng đẹp\tpos\nHàng tệ\n", "utf-8")
    with pytest.raises(SystemExit, match="line 2"):
        read_labelled(path)


def test_a_file_with_scores_teaches_how_to_read_it(tmp_path: Path) -> None:
    path = tmp_path / "slang.tsv"
    slang = [f"{('lấp lánh chà bá luôn', 'bơ phệt mà còn xỉn')[n % 2]} {n % 19}" for n in range(260)]
    path.write_text(
        "\n".join(f"{one}\t{('pos', 'neg')[n % 2]}\t{(5, 1)[n % 2]}" for n, one in enumerate(slang)), "utf-8"
    )
    *_, plain, taught, _, both = (
        line.split(" | ") for line in report_taught([path], 2, Teaching(stars=True)).splitlines()
    )
    assert (plain[3], plain[4], taught[4], both[4]) == ("130", "0.000", "1.000", "1.000")
    *_, corrected = report_taught([path], None, Teaching(n_corrected=100)).splitlines()
    assert "100 corrections (any) of others" in corrected


def test_a_score_that_is_none_is_named_and_a_missing_label_is_not(tmp_path: Path) -> None:
    path = tmp_path / "stars.tsv"
    path.write_text("Hàng đẹp\t\t5\nHàng tệ\tneg\t2\n", "utf-8")
    assert [one.star for one in read_labelled(path, stars=True)] == [1.0, 0.25]
    path.write_text("Hàng đẹp\tpos\t5\nHàng tệ\tneg\tbad\n", "utf-8")
    with pytest.raises(SystemExit, match="line 2"):
        read_labelled(path, stars=True)


def test_themes_are_counted_by_the_names_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "phones.tsv"
    lines = [
        "# POWER = battery",
        "# LOOKS = look screen",
        "pin trâu, màn hình đẹp\tPOWER LOOKS",
        "pin yếu\t",
        "ổn\tLOOKS",
    ]
    path.write_text("\n".join(lines), "utf-8")
    looks, power, both = (line.split(" | ")[1:] for line in report_themes([path], "phones").splitlines()[2:])
    # Looks: one of two found. Power: one right, one found that is not labelled. Together 2 hits, 1 false, 1 missed.
    assert looks == ["LOOKS", "2", "1.000", "0.500", "0.667 |"]
    assert power == ["POWER", "1", "0.500", "1.000", "0.667 |"]
    assert both == ["all together", "3", "0.667", "0.667", "0.667 |"]


def test_themes_that_are_none_are_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.tsv"
    path.write_text("# POWER = batteries\npin yếu\tPOWER", "utf-8")
    with pytest.raises(SystemExit, match="batteries"):
        report_themes([path], "phones")
    path.write_text("# POWER = battery\npin yếu\tLOOKS", "utf-8")
    with pytest.raises(SystemExit, match="LOOKS"):
        report_themes([path], "phones")
