"""What holds of any text whatever."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cx_core.text import LABELS, LANGUAGES, Changes, Taxonomy, Theme, analyse, analyse_many, search_form, taxonomy_for
from cx_core.text.normalise import bare
from tests.core.text.gold_file import read_gold

SENTENCES = [one.text for one in read_gold(1)]
WORDS = sorted({word for one in SENTENCES for word in one.split()})

#: Signs joined from several, letters that change their length in lower case, words that govern and nothing to govern.
AWKWARD = (
    "",
    "\u0000\uffff",
    "Đẹp 😍😍\u200d👩\u200d👧",
    "İstanbul ŉ ß ﬁ rất tốt",
    "nhưng nhưng không hơi quá mong nếu",
    "Đẹp\ufe0f",
)

#: Anything at all, and anything made of words that the lists know.
texts = st.one_of(
    st.text(max_size=80),
    st.sampled_from(AWKWARD),
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=10).map(" ".join),
)


@given(texts)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str) -> None:
    said = analyse(text)
    assert said.language in LANGUAGES
    assert said.sentiment.label in LABELS
    assert -1 <= said.sentiment.score <= 1
    assert 0 <= said.sentiment.confidence <= 1


@given(texts)
@settings(max_examples=200, deadline=None)
def test_what_is_shown_lies_inside_the_text_and_in_its_order(text: str) -> None:
    said = analyse(text, taxonomy=taxonomy_for("retail"))
    spans = [(clause.start, clause.end) for clause in said.clauses]
    spans += [(one.start, one.end) for clause in said.clauses for one in clause.evidence]
    spans += [span for theme in said.themes for span in theme.spans]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    starts = [clause.start for clause in said.clauses]
    assert starts == sorted(starts)
    for clause in said.clauses:
        assert all(clause.start <= one.start and one.end <= clause.end for one in clause.evidence)
        ends = [one.end for one in clause.evidence]
        assert ends == sorted(ends)


@given(st.lists(texts, max_size=8))
@settings(max_examples=50, deadline=None)
def test_many_are_read_as_each_alone(many: list[str]) -> None:
    assert analyse_many(many) == [analyse(one) for one in many]


@given(st.text(max_size=60))
def test_taking_marks_away_twice_changes_nothing(text: str) -> None:
    assert bare(bare(text)) == bare(text)


@given(texts)
@settings(deadline=None)
def test_the_search_form_is_its_own(text: str) -> None:
    once = search_form(text)
    assert search_form(once).replace(" ", "") == search_form(search_form(once)).replace(" ", "")


@given(st.text(alphabet=" \t\n0123456789@#%/.,;-", max_size=30))
def test_signs_and_numbers_say_nothing(text: str) -> None:
    assume(not any(said in text for said in ("-.-", "/5", "/10", "100%")))  # a tired face, points out of so many
    said = analyse(text)
    assert (said.language, said.themes) == ("und", ())
    assert said.sentiment.label == "neutral"


def test_an_empty_comment_is_neutral_and_of_no_language() -> None:
    said = analyse("")
    assert (said.language, said.sentiment, said.clauses, said.themes) == ("und", ("neutral", 0.0, 0.0), (), ())


@given(texts)
@settings(deadline=None)
def test_capitals_change_nothing_but_the_letters(text: str) -> None:
    if text.upper().lower() == text.lower():
        assert analyse(text.upper()).sentiment == analyse(text.lower()).sentiment


_KEYS = st.sampled_from(["one", "two", "three"])
_SOME_WORDS = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(["giao hàng", "nhân viên", "giá", "bug+"])), max_size=4)  # fmt: skip


@st.composite
def taxonomies(draw: st.DrawFn) -> Taxonomy:
    keys = draw(st.lists(_KEYS, unique=True, max_size=3))
    made = {
        key: {
            "vi": draw(_SOME_WORDS),
            "en": draw(_SOME_WORDS),
            "opinions": draw(st.dictionaries(st.sampled_from(WORDS), st.sampled_from([-1.5, 1.5]), max_size=2)),
        }
        for key in keys
    }
    return Taxonomy.from_dict(made)


@given(taxonomies(), taxonomies(), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_comment_that_no_change_concerns_is_read_as_before(
    before: Taxonomy, after: Taxonomy, comments: list[str]
) -> None:
    changes = Changes(before, after)
    for comment in [*comments, *(bare(one.lower()) for one in comments)]:
        if not changes.concerns(comment):
            assert analyse(comment, taxonomy=before) == analyse(comment, taxonomy=after)


def test_another_name_concerns_nobody() -> None:
    shop = Taxonomy((Theme("price", vi=("giá",)),))
    changes = Changes(shop, shop.renamed("price", "price", {"vi": "Chi phí"}))
    assert changes.is_empty
    assert not changes.concerns("giá cao")


def test_another_order_of_themes_concerns_everybody() -> None:
    one, two = Theme("one", vi=("giá",)), Theme("two", vi=("giá",))
    assert Changes(Taxonomy((one, two)), Taxonomy((two, one))).concerns("xin chào")
