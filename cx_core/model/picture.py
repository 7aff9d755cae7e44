"""A picture of the workspace: what stands at a touchpoint, as it is stored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: its bytes, a small twin for the board, and its size in pixels.

    ``name`` is made from the bytes (32 hexadecimal digits and the kind), so the same picture has one name everywhere.
    """

    name: str
    data: bytes
    thumb: bytes
    width: int
    height: int

    @property
    def media_type(self) -> str:
        """The kind of the bytes, such as ``image/webp``."""
        return media_type(self.name)


def media_type(name: str) -> str:
    """Return the kind of a stored picture by its name.

    >>> media_type("0123456789abcdef0123456789abcdef.jpg")
    'image/jpeg'
    """
    ending = name.rpartition(".")[2]
    return f"image/{'jpeg' if ending == 'jpg' else ending}"
