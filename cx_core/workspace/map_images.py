"""Pictures at touchpoints: brought in, shown small on the board and large beside it, taken off again."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from cx_core.access.roles import Role, require
from cx_core.journeys.ids import new_id
from cx_core.model.journey import Journey, Touchpoint
from cx_core.model.operation import Applied, Conflict, Operation
from cx_core.model.problem import Refusal
from cx_core.store.journeys import JourneyStore

#: A touchpoint shows at most so many.
MAX_IMAGES = 6


class MapImages:
    """Adds and removes pictures by the same logged operations as every other edit of a map."""

    def __init__(self, journeys: JourneyStore) -> None:
        self._journeys = journeys

    def add(
        self, journey: Journey, touchpoint: Touchpoint, data: bytes, actor: str, role: Role = "facilitator"
    ) -> Applied | Conflict:
        """Show an uploaded picture at a touchpoint. Raises the refusals of `prepare`, and ``image_too_many``."""
        if len(touchpoint.images) >= MAX_IMAGES:
            raise Refusal("image_too_many", {"limit": MAX_IMAGES})
        # The library for pictures is loaded with the first one.
        from cx_core.formats import pictures

        operation = _edit(journey, touchpoint, touchpoint.images, actor)
        require(role, operation)
        picture = pictures.prepare(data)
        self._journeys.keep_images([picture], _now())
        return self._journeys.apply(_edit(journey, touchpoint, (*touchpoint.images, picture.name), actor), _now())

    def remove(
        self, journey: Journey, touchpoint: Touchpoint, name: str, actor: str, role: Role = "facilitator"
    ) -> Applied | Conflict:
        """Take a picture off a touchpoint; undo brings it back."""
        operation = _edit(journey, touchpoint, tuple(one for one in touchpoint.images if one != name), actor)
        require(role, operation)
        outcome = self._journeys.apply(operation, _now())
        self._journeys.keep_images([], _now())
        return outcome

    def picture(self, name: str) -> bytes | None:
        """Return a picture; None when it is not in this workspace."""
        return self._journeys.image(name)

    def on_board(self, names: tuple[str, ...]) -> dict[str, str]:
        """Return small twins of pictures by name, as addresses that hold the picture itself."""
        found = self._journeys.thumbs(names)
        return {name: f"data:image/webp;base64,{base64.b64encode(data).decode()}" for name, data in found.items()}


def _edit(journey: Journey, touchpoint: Touchpoint, names: tuple[str, ...], actor: str) -> Operation:
    fields: dict[str, object] = {"images": list(names)}
    return Operation(new_id(), journey.id, "edit", "touchpoint", touchpoint.id, actor, touchpoint.version, fields)


def _now() -> datetime:
    return datetime.now(UTC)
