"""Which comments are wanted by what was read out of them and what people put beside them."""

from __future__ import annotations

from dataclasses import dataclass

from cx_core.model.analysed import Mark, Sentiment


@dataclass(frozen=True)
class Said:
    """Comments that speak of one of ``themes``, feel like ``sentiment``, and carry ``mark``; what is empty admits all.

    With themes the sentiment is that of the theme, not of the whole comment. A theme may be `NO_THEME`. ``disagrees``
    keeps comments whose words contradict the score beside them, ``unsure`` those whose reading is close to neither side
    and that nobody has corrected.

    >>> Said().is_empty, Said(themes=("price",)).is_empty
    (True, False)
    """

    themes: tuple[str, ...] = ()
    sentiment: Sentiment | None = None
    mark: Mark | None = None
    disagrees: bool = False
    unsure: bool = False

    @property
    def is_empty(self) -> bool:
        """True when every comment is wanted."""
        return self == Said()


#: Stands among the themes for comments that were read and speak of none.
NO_THEME = ""
