"""What a persona feels: its own emotion where it has one, else the shared one."""

from cx_core.journeys import build
from cx_core.journeys.gaps import gaps
from cx_core.journeys.people import Felt, as_felt_by, felt_by

OWN = {"perceived_by": (("lan", -2.0),), "perceived_low_by": (("lan", -2.0),), "perceived_high_by": (("lan", -1.0),)}
PLACE = build.touchpoint("Giao", id="t", expected=1.0, perceived=0.5, perceived_low=0.0, perceived_high=1.0, **OWN)
JOURNEY = build.journey("Mua", [build.stage("Nhận", [PLACE])])


def test_a_persona_without_an_emotion_of_its_own_feels_the_shared_one_with_its_spread():
    assert felt_by(PLACE, "minh") == Felt(1.0, 0.5, 0.0, 1.0, ("expected", "perceived"))


def test_a_persona_with_one_has_its_own_spread():
    assert felt_by(PLACE, "lan") == Felt(1.0, -2.0, -2.0, -1.0, ("expected",))


def test_the_map_as_a_persona_feels_it_has_that_persona_s_gap():
    assert gaps(as_felt_by(JOURNEY, "lan"))[0].value == -3.0
    assert gaps(as_felt_by(JOURNEY, "minh"))[0].value == -0.5
    assert as_felt_by(JOURNEY, "lan").touchpoints[0].perceived_by == PLACE.perceived_by
