"""A page of notes: the diagram comes back whole, and nothing in a name is markup."""

from hypothesis import given, settings
from maps import LAN, MAPS, SHOP, bare

from cx_core.formats import markdown
from cx_core.journeys import build


def test_a_map_comes_back_whole():
    read = markdown.read(markdown.write(SHOP, "vi", (LAN,)))
    assert bare(read.journey) == bare(SHOP)
    assert read.personas == (LAN,)


@settings(max_examples=30, deadline=None)
@given(MAPS)
def test_any_map_comes_back_whole(journey):
    assert bare(markdown.read(markdown.write(journey, "en")).journey) == bare(journey)


def test_the_table():
    text = markdown.write(SHOP, "en").decode()
    head = "| Stage | Touchpoint | Channel | Customer's goal | Initiator | Expected | Perceived | Moment of truth |"
    assert f"{head} Pain points | Owner | Evidence level |" in text
    assert (
        "| Explore | Website | Website | Biết có gì |  | \\+1 \\(Good\\) | \\+0.5 \\(Good\\) | Looking before buying |"
        "  |  | Survey |" in text
    )
    assert "\\[5\\] Late<br>\\[2\\] Vỡ" in text


def test_nothing_in_a_name_is_markup():
    text = markdown.write(build.journey("<img src=x> ![a](http://b) | c", [build.stage("`x`")]), "vi").decode()
    title, table = text.split("\n")[0], text.rstrip().split("\n")[-1]
    assert title == "# \\<img src=x\\> \\!\\[a\\]\\(http\\://b\\) \\| c"
    assert table.startswith("| \\`x\\` |")
