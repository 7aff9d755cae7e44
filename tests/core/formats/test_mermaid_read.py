"""Reading Mermaid as Mermaid 12.3.0 reads it: each row of the list of observed behaviour is a case here."""

import unicodedata

import pytest

from cx_core.formats import mermaid
from cx_core.model.problem import Refusal


def read(body, tolerant=True, **options):
    return mermaid.read(f"journey\n{body}".encode(), tolerant=tolerant, **options)


def tasks(result):
    return [(touchpoint.name.vi, touchpoint.perceived) for touchpoint in result.journey.touchpoints]


def people(result):
    return [persona.name for persona in result.personas]


def kinds(result):
    return [(problem.kind, problem.rows[0], problem.lost) for problem in result.problems]


FINE = [
    # the text; its tasks by name and score less three; the people who act
    ("A: 5", [("A", 2.0)], []),
    ("A: 5:", [("A", 2.0)], []),
    ("A: 5: Me,", [("A", 2.0)], ["Me"]),
    ("A: 5: Me, You", [("A", 2.0)], ["Me", "You"]),
    ("A: 3.5: Me", [("A", 0.5)], ["Me"]),
    ("A: +4: Me", [("A", 1.0)], ["Me"]),
    ("A: 5: Me # note", [("A", 2.0)], ["Me"]),
    ("A: 5: Me\n# a whole line", [("A", 2.0)], ["Me"]),
    ("100%% sure: 5: Me", [("100%% sure", 2.0)], ["Me"]),
    ("%% a comment: 5: Me\nA: 5: Me", [("A", 2.0)], ["Me"]),
    ("titled: 5: Me", [("titled", 2.0)], ["Me"]),
    ("sections: 5: Me", [("sections", 2.0)], ["Me"]),
    ("my journey: 5: Me", [("my journey", 2.0)], ["Me"]),
    ("Task  : 5: Me", [("Task", 2.0)], ["Me"]),
    ("A#58; B: 5: Me", [("A: B", 2.0)], ["Me"]),
    ("A#59; B#35;1: 5: Lan#44; Hoa", [("A; B#1", 2.0)], ["Lan, Hoa"]),
    ("A #lt;b#gt; #amp;: 5: Me", [("A <b> &", 2.0)], ["Me"]),
    ("A<br>B<br/>C: 5: Me", [("A\nB\nC", 2.0)], ["Me"]),
    ("Mua 🛒 hàng: 5: Khách hàng", [("Mua 🛒 hàng", 2.0)], []),
    ("A:\t5:\u00a0Me", [("A", 2.0)], ["Me"]),
    ("%%{init: {'theme': 'dark'}}%%\nA: 5: Me", [("A", 2.0)], ["Me"]),
]


@pytest.mark.parametrize("tolerant", [False, True])
@pytest.mark.parametrize(("body", "found", "names"), FINE)
def test_what_mermaid_reads_is_read(body, found, names, tolerant):
    result = read(body, tolerant=tolerant)
    assert tasks(result) == found
    assert people(result) == names
    assert result.problems == ()


WARNED = [
    # text, tasks, problem, line: read and nothing of it lost
    ("A: : Me", [("A", None)], "map_score_missing", 2),
    ("A: -1: Me", [("A", -2.0)], "map_score_clamped", 2),
    ("A: 7: Me", [("A", 2.0)], "map_score_clamped", 2),
    ("A: 5: Me %% note", [("A", 2.0)], "map_comment_in_text", 2),
    ("A： 5: Me", [("A", 2.0)], "map_full_width", 2),
    ("A: ５: Me", [("A", 2.0)], "map_full_width", 2),
    ("section S %% note\nA: 5", [("A", 2.0)], "map_comment_in_text", 2),
]


@pytest.mark.parametrize("tolerant", [False, True])
@pytest.mark.parametrize(("body", "found", "kind", "line"), WARNED)
def test_what_is_odd_is_warned_of(body, found, kind, line, tolerant):
    result = read(body, tolerant=tolerant)
    assert tasks(result) == found
    assert kinds(result) == [(kind, line, False)]


LOST = [
    # text, what tolerant reading keeps, problem, line: strict reading refuses
    ("A: abc: Me", [("A", None)], "map_score_bad", 2),
    ("A: 3,5: Me", [("A", None)], "map_score_bad", 2),
    ("A: 0x5: Me", [("A", None)], "map_score_bad", 2),
    ("A: 1e0: Me", [("A", None)], "map_score_bad", 2),
    ("A: Infinity: Me", [("A", None)], "map_score_bad", 2),
    ("A: 1_0: Me", [("A", None)], "map_score_bad", 2),
    ("A: nan: Me", [("A", None)], "map_score_bad", 2),
    ("A: 5: Me: You", [("A", 2.0)], "map_people_cut", 2),
    ("Wait at 10:30: 2: Me", [("Wait at 10:30", -1.0)], "map_colon_in_name", 2),
    ("Visit https://x: 5: Me", [("Visit https://x", 2.0)], "map_colon_in_name", 2),
    ("B: 1\nTask:\nA: 5", [("B", -2.0), ("A", 2.0)], "map_task_incomplete", 3),
    ("Task\nA: 5", [("A", 2.0)], "map_task_incomplete", 2),
    ("Task #1: 5: Me\nA: 5", [("A", 2.0)], "map_task_incomplete", 2),
    ("A: 5: Child#1, B", [("A", 2.0)], "map_hash_cuts", 2),
    ("A; B: 5: Me", [("A; B", 2.0)], "map_semicolon", 2),
    ("title A; B\nA: 5", [("A", 2.0)], "map_semicolon", 2),
    ("section A; B\nA: 5", [("A", 2.0)], "map_semicolon", 2),
    ("A: 5: Me; You", [("A", 2.0)], "map_semicolon", 2),
    ("section A: B\nA: 5", [("A", 2.0)], "map_colon_in_section", 2),
    ("title\nA: 5", [("A", 2.0)], "map_keyword_empty", 2),
    ("section\nA: 5", [("A", 2.0)], "map_keyword_empty", 2),
    ("accTitle:\nA: 5", [("A", 2.0)], "map_keyword_empty", 2),
    ("title page: 5: Me\nA: 5", [("A", 2.0)], "map_task_reads_as_title", 2),
    ("section 9: 5: Me\nA: 5", [("A", 2.0)], "map_colon_in_section", 2),
    ("journey on: 5: Me\nA: 5", [("A", 2.0)], "map_task_reads_as_keyword", 2),
    ("A: 5\naccDescr {\nnever closed", [("A", 2.0)], "map_block_unclosed", 3),
    ("A: 5\n%%{init: x\nB: 5", [("A", 2.0), ("B", 2.0)], "map_directive_unclosed", 3),
    ("A: 5\n%% %%{ x\nB: 5", [("A", 2.0), ("B", 2.0)], "map_directive_unclosed", 3),
    (f"{'x' * 501}: 5: Me", [("x" * 500, 2.0)], "map_text_too_long", 2),
    ("%% cxm:nonsense\nA: 5", [("A", 2.0)], "map_payload_bad", 2),
    ("%% cxm:eyJ0b3VjaHBvaW50Ijp7ImNoYW5uZWwiOiJ4In19\nA: 5", [("A", 2.0)], "map_payload_bad", 2),
]


@pytest.mark.parametrize(("body", "kept", "kind", "line"), LOST)
def test_what_would_be_lost_is_refused_with_line_and_reason(body, kept, kind, line):
    assert (kind, line, True) in kinds(read(body))
    assert tasks(read(body)) == kept
    with pytest.raises(Refusal) as refused:
        read(body, tolerant=False)
    assert refused.value.kind == "journey_file_problems"
    assert refused.value.values["line"] == line
    assert refused.value.values["reason"].key == f"problem.{kind}"


def test_a_comma_in_a_number_is_shown_with_a_point():
    assert read("A: 3,5: Me").problems[0].allowed == "3.5"


@pytest.mark.parametrize("tolerant", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "JOURNEY\nA: 5",
        "journey: A",
        "journey;\nA: 5",
        "journeys\nA: 5",
        "journey-beta\nA: 5",
        "flowchart LR\nA-->B",
        "A: 5",
    ],
)
def test_another_diagram_is_refused(text, tolerant):
    with pytest.raises(Refusal, match="mermaid_type_unknown"):
        mermaid.read(text.encode(), tolerant=tolerant)


def test_a_bare_journey_is_valid():
    result = mermaid.read(b"journey")
    assert result.journey.stages == ()
    assert result.journey.title.vi == "Hành trình"


def test_a_comment_before_front_matter_breaks_it():
    with pytest.raises(Refusal, match="mermaid_type_unknown"):
        mermaid.read(b"%% hello\n---\ntitle: T\n---\njourney\nA: 5")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("journey\ntitle Mua hàng: nhanh", "Mua hàng: nhanh"),
        ("journey title T", "T"),
        ("journey\ntitle A\ntitle B", "B"),
        ("journey\nTITLE A", "A"),
        ("journey\ntitle A #1", "A"),
        ("journey\ntitle A #35;1", "A #1"),
        ("---\ntitle: Front\n---\njourney", "Front"),
        ('---\ntitle: "Front"\nconfig:\n  journey:\n    leftMargin: 20\n---\n\njourney', "Front"),
        ("---\ntitle: Front\n---\njourney\ntitle Inline", "Inline"),
        ("journey\naccTitle: For readers", "For readers"),
        ("journey\ntitle A\naccTitle : For readers", "A"),
    ],
)
def test_titles(text, title):
    assert mermaid.read(text.encode()).journey.title.vi == title


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("accDescr: one line; with # and :", "one line; with # and :"),
        ("AccDescr: a\naccDescr: b", "b"),
        ("accDescr{ one }", "one"),
        ("accDescr {\n  one\n  %% left out\n  two\n}", "one\ntwo"),
    ],
)
def test_a_description_for_screen_readers_becomes_the_scenario(text, scenario):
    assert read(text, tolerant=False).journey.scenario.vi == scenario


def stages(result):
    return [(stage.name.vi, [one.name.vi for one in stage.touchpoints]) for stage in result.journey.stages]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("section S \nA: 5", [("S", ["A"])]),
        ("A: 5\nsection S\nB: 5", [("Giai đoạn", ["A"]), ("S", ["B"])]),
        ("section S\nA: 5\nsection S\nB: 5", [("S", ["A", "B"])]),
        ("section S\nA: 5\nsection T\nsection S\nB: 5", [("S", ["A"]), ("T", []), ("S", ["B"])]),
        ("SECTION S # note\nA: 5", [("S", ["A"])]),
        ("section S section T\nA: 5", [("S section T", ["A"])]),
    ],
)
def test_sections(body, found):
    assert stages(read(body, tolerant=False)) == found


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_and_marks(end):
    text = "\ufeff" + end.join(["journey", "A: 5: Me", "B: x: Me"])
    result = mermaid.read(text.encode(), tolerant=True)
    assert tasks(result) == [("A", 2.0), ("B", None)]
    assert kinds(result) == [("map_score_bad", 3, True)]


def test_utf_16_is_read():
    assert tasks(mermaid.read("journey\nGiao hàng: 5".encode("utf-16"))) == [("Giao hàng", 2.0)]


def test_names_become_nfc():
    name = tasks(read(unicodedata.normalize("NFD", "Giao hàng: 5")))[0][0]
    assert name == "Giao hàng"
    assert unicodedata.is_normalized("NFC", name)


def test_markup_is_only_text():
    assert tasks(read("<script>alert(1)</script>: 5"))[0][0] == "<script>alert(1)</script>"


def test_the_language_of_a_foreign_diagram():
    assert read("Buy: 5", language="en").journey.touchpoints[0].name.en == "Buy"


def test_lines_are_counted_through_front_matter_directives_and_comments():
    text = "---\ntitle: T\n---\n%%{init: {\n}}%%\njourney\n%% note\n\nA: 5\nB: x"
    assert kinds(mermaid.read(text.encode(), tolerant=True)) == [("map_score_bad", 10, True)]


MARKDOWN = """# Notes

```mermaid
flowchart LR
  A --> B
```

~~~ mermaid
journey
  title One
  A: 5
  B: x
~~~

```mermaid
journey
  title Two
```
"""


def test_the_first_journey_of_a_markdown_text_is_read():
    result = mermaid.read(MARKDOWN.encode(), tolerant=True)
    assert result.journey.title.vi == "One"
    assert kinds(result) == [("map_score_bad", 12, True), ("map_second_diagram", 16, True)]


def test_every_problem_is_reported_at_once():
    with pytest.raises(Refusal) as refused:
        read("A: x\nB: 5\nC: y\nD", tolerant=False)
    assert [(problem.kind, problem.rows) for problem in refused.value.problems] == [
        ("map_score_bad", (2,)),
        ("map_score_bad", (4,)),
        ("map_task_incomplete", (5,)),
    ]


OURS = mermaid.write(
    mermaid.read(b"journey\ntitle T\nsection S\nZalo: 5: Me", language="vi").journey, "vi", ()
).decode()


def test_words_that_somebody_changed_win_over_our_comments():
    changed = OURS.replace("Zalo: 5", "Zalo OA: 2").replace("section S", "section Tư vấn")
    result = mermaid.read(changed.encode())
    assert stages(result) == [("Tư vấn", ["Zalo OA"])]
    assert tasks(result) == [("Zalo OA", -1.0)]
    assert result.journey.touchpoints[0].id == mermaid.read(OURS.encode()).journey.touchpoints[0].id


def test_a_line_that_somebody_added_is_a_new_touchpoint():
    changed = OURS.rstrip() + "\n      Giao hàng: 1: Me\n"
    assert tasks(mermaid.read(changed.encode())) == [("Zalo", 2.0), ("Giao hàng", -2.0)]


def test_lines_that_somebody_copied_get_ids_of_their_own():
    lines = OURS.rstrip().split("\n")
    result = mermaid.read("\n".join([*lines, *lines[-2:]]).encode())
    assert len({touchpoint.id for touchpoint in result.journey.touchpoints}) == 2


def test_a_face_in_the_middle_is_unknown_only_when_it_says_so():
    assert tasks(read("%% no score\nA: 3\nB: 3")) == [("A", None), ("B", 0.0)]
    assert tasks(read("%% no score\nA: 4")) == [("A", 1.0)]
