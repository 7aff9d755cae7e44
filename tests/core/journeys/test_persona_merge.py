"""Two states of one persona laid together: nothing that either person wrote is lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cx_core.journeys.persona_merge import lay_together
from cx_core.model.journey import Persona, Text

SEEN = Persona(
    "p", "Lan", Text("Văn phòng"), "25-34", goals=Text("Nhanh", "Fast"), segment_filter=(("Hạng", ("Vàng",)),)
)
WORDS = st.sampled_from(["", "a", "b", "c"])
PEOPLE = st.builds(
    Persona, st.just("p"), WORDS, st.builds(Text, WORDS, WORDS), WORDS, goals=st.builds(Text, WORDS, WORDS),
    segment_filter=st.sampled_from([(), (("Hạng", ("Vàng",)),)]),
)  # fmt: skip


def test_changes_of_different_fields_stand_together():
    mine = replace(SEEN, goals=Text("Rẻ", "Fast"))
    stored = replace(SEEN, goals=Text("Nhanh", "Quick"), age_range="30-40", version=2)
    both = lay_together(SEEN, mine, stored)
    assert (both.persona.goals, both.persona.age_range, both.persona.version) == (Text("Rẻ", "Quick"), "30-40", 2)
    assert both.theirs == ()


def test_where_both_wrote_mine_is_laid_over_and_theirs_is_shown():
    mine = replace(SEEN, name="Lan Anh", segment_filter=())
    stored = replace(SEEN, name="Chị Lan", segment_filter=(("Hạng", ("Bạc", "Vàng")),), version=2)
    both = lay_together(SEEN, mine, stored)
    assert (both.persona.name, both.persona.segment_filter) == ("Lan Anh", ())
    assert both.theirs == (("name", "Chị Lan"), ("segment_filter", "Hạng: Bạc, Vàng"))


def test_the_same_words_twice_are_no_clash():
    both = lay_together(SEEN, replace(SEEN, name="Lan Anh"), replace(SEEN, name="Lan Anh", version=2))
    assert (both.persona.name, both.theirs) == ("Lan Anh", ())


@given(PEOPLE, PEOPLE, PEOPLE)
def test_every_word_either_wrote_stands_or_is_shown(seen, mine, stored):
    both = lay_together(seen, mine, stored)
    result, theirs = both.persona, dict(both.theirs)
    for key, at in {"name": lambda one: one.name, "goals_en": lambda one: one.goals.en}.items():
        if at(mine) != at(seen):
            assert at(result) == at(mine)
        if at(stored) != at(seen):
            assert at(stored) in (at(result), theirs.get(key))
        if at(mine) == at(seen):
            assert at(result) == at(stored)
