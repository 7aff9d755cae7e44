"""A map of a test's own in a running app, and what hands do with it. Nothing here sleeps for a fixed time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from cx_core.model.journey import Journey, PainPoint, Stage, Text, Touchpoint
from cx_core.store.journeys import JourneyStore
from tests.browser.conftest import Server
from tests.browser.person import settled, until

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
#: A second try of a test has a map of its own.
_tries = count(1)
#: Two frames: what a pointer did has been drawn.
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Map:
    """A map of the test's own in the running app's workspace, and pages that show it."""

    def __init__(self, server: Server, name: str, open_page: Callable[..., Any]) -> None:
        self.id, self._open, self._url = f"map-{name}-{next(_tries)}", open_page, server.url
        server.workspace.mkdir(exist_ok=True)
        self.store = JourneyStore.open(server.workspace)
        self.store.create(_journey(self.id), "Lan", NOW)

    def open(self, query: str = "", **options: Any) -> Any:
        page = self._open(f"{self._url}/journey_map?journey={self.id}{query}", **options)
        page.locator(".mach-board .card").first.wait_for()
        return self.shown(settled(page))

    def shown(self, page: Any) -> Any:
        """Wait until the board shows the map as it is now, and nothing of it glides any more."""
        page.wait_for_function(
            """revision => { const find = (root) => { for (const node of root.querySelectorAll('*')) {
              if (node.matches('.mach-board')) return node;
              const inner = node.shadowRoot && find(node.shadowRoot); if (inner) return inner; } };
              const board = find(document);
              return board && Number(board.dataset.revision) >= revision && board.dataset.pending === '0'
                && !board.getAnimations({ subtree: true }).some((one) => one.playState === 'running'); }""",
            arg=self.journey.revision,
        )
        return page

    def heard(self, page: Any) -> None:
        """Wait until the board has been told of the newest state, drawn or not."""
        until(lambda: int(page.locator(".mach-board").get_attribute("data-known") or 0) >= self.journey.revision)

    def item(self, kind: str, name: str) -> str:
        return f'[data-f="{kind}:{self.id}-{name}"]'

    @property
    def journey(self) -> Journey:
        return self.store.journey(self.id)

    def place(self, name: str) -> Touchpoint | None:
        return self.journey.touchpoint(f"{self.id}-{name}")

    def stage_of(self, name: str) -> str:
        place = self.place(name)
        return place.stage_id.removeprefix(f"{self.id}-") if place else ""


def _journey(map_id: str) -> Journey:
    def place(name: str, stage: str, title: str, position: float, *pains: str) -> Touchpoint:
        own = tuple(
            PainPoint(f"{map_id}-{name}p{at}", f"{map_id}-{name}", Text(vi=text), position=float(at))
            for at, text in enumerate(pains, 1)
        )
        return Touchpoint(
            f"{map_id}-{name}", f"{map_id}-{stage}", Text(vi=title), position, "store", expected=1.0, perceived=0.0,
            pain_points=own,
        )  # fmt: skip

    places = {
        "s1": (
            place("t1", "s1", "Xem quảng cáo", 1.0),
            place("t2", "s1", "Hỏi bạn bè", 2.0, "Ít người biết", "Khó tìm"),
        ),
        "s2": (place("t3", "s2", "Đến cửa hàng", 1.0),),
        "s3": (place("t4", "s3", "Gọi bảo hành", 1.0),),
    }
    stages = tuple(
        Stage(f"{map_id}-{key}", map_id, Text(vi=title), float(at), touchpoints=places[key])
        for at, (key, title) in enumerate((("s1", "Biết đến"), ("s2", "Mua"), ("s3", "Chăm sóc")), 1)
    )
    return Journey(map_id, Text(vi=f"Bản đồ {map_id}"), stages=stages)


def touch_drag(page: Any, *points: tuple[float, float], rest: Callable[[], object] | None = None) -> None:
    """Drag with a finger through some points; at each but the last, ``rest`` says when to go on."""
    devtools = page.context.new_cdp_session(page)

    def send(kind: str, spots: list[dict[str, float]]) -> None:
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

    x, y = points[0]
    send("touchStart", [{"x": x, "y": y}])
    for at, (to_x, to_y) in enumerate(points[1:], 2):
        for step in range(1, 9):
            send("touchMove", [{"x": x + (to_x - x) * step / 8, "y": y + (to_y - y) * step / 8}])
        page.evaluate(_DRAWN)
        x, y = to_x, to_y
        if rest and at < len(points):
            rest()
    send("touchEnd", [])


def focused(page: Any) -> str | None:
    """Return the key of the thing on the board that has the focus."""
    return page.evaluate(
        "() => { for (const host of document.querySelectorAll('*')) { const at = host.shadowRoot?.activeElement;"
        " if (at) return at.closest('[data-f]')?.dataset.f ?? null; } return null; }"
    )
