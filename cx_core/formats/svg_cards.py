"""Small cards under a touchpoint on a drawing: what hurts there, and what could be better."""

from __future__ import annotations

from dataclasses import dataclass

from cx_core.formats.map_grid import idea_facts, pain_facts
from cx_core.formats.svg_text import escaped, lines_at, number, wrap
from cx_core.i18n import translate
from cx_core.model.journey import Touchpoint

_TEXT, _FACT = 13.0, 12.0
_FADED = ' fill="#4B5563"'
_PAIN, _PAIN_GROUND = "#9A3412", "#FDF3EC"
_IDEA, _IDEA_GROUND = "#0B6E5F", "#E8F5F2"
#: A five-pointed star of radius 10 around the origin.
_STAR = "M0 -10L2.9 -3.1L10 -3.1L4.4 1.5L6.2 8.5L0 4.6L-6.2 8.5L-4.4 1.5L-10 -3.1L-2.9 -3.1Z"


@dataclass(frozen=True)
class Leaf:
    """One small card: its text, what a pointer over it says more, and its digit; None where it has none."""

    text: str
    said: str
    is_idea: bool
    digit: int | None = None
    facts: tuple[str, ...] = ()


def pain_leaves(one: Touchpoint, language: str) -> list[Leaf]:
    """Return the pain points of a touchpoint, the worst first."""
    ranked = sorted(one.pain_points, key=lambda pain: -pain.severity)
    return [
        Leaf(
            text,
            f"{text}. {translate(f'severity.{pain.severity}', language)}",
            is_idea=False,
            digit=pain.severity,
            facts=(*pain_facts(pain, language), *_proof(pain.evidence, language)),
        )
        for pain in ranked
        if (text := pain.text.in_language(language))
    ]


def idea_leaves(one: Touchpoint, language: str) -> list[Leaf]:
    """Return the opportunities of a touchpoint, those that bring most for their effort first."""
    ranked = sorted(one.opportunities, key=lambda idea: -(idea.priority or 0.0))
    return [
        Leaf(
            text,
            f"{text}. {translate(f'progress.{idea.progress}', language)}",
            is_idea=True,
            facts=(*idea_facts(idea, language), *_proof(idea.evidence, language)),
        )
        for idea in ranked
        if (text := idea.text.in_language(language))
    ]


def _proof(level: str, language: str) -> tuple[str, ...]:
    """Return the word for what a card rests on; none for an assumption, which is what a card is at first."""
    return () if level == "assumption" else (translate(f"evidence.{level}", language),)


def draw_leaf(leaf: Leaf, left: float, top: float, width: float) -> tuple[str, float]:
    """Return a card as SVG and its height; shape and digit say what it is, not colour alone."""
    lines = wrap(leaf.text, width - 42, _TEXT, 60)
    facts = wrap(" · ".join(leaf.facts), width - 42, _FACT, 60)
    height = max(len(lines) * _TEXT * 1.4 + len(facts) * _FACT * 1.4 + 14, 36.0)
    ground = _IDEA_GROUND if leaf.is_idea else _PAIN_GROUND
    drawn = (
        f"<g><title>{escaped(leaf.said)}</title>"
        f'<rect x="{number(left)}" y="{number(top)}" width="{number(width)}" height="{number(height)}" rx="6" '
        f'fill="{ground}"/>{_sign(leaf, left + 18, top + 10)}'
        f"{lines_at(lines, left + 36, top + 5, _TEXT)}"
        f"{lines_at(facts, left + 36, top + 5 + len(lines) * _TEXT * 1.4, _FACT, style=_FADED)}</g>"
    )
    return drawn, height


def _sign(leaf: Leaf, x: float, y: float) -> str:
    if leaf.is_idea:
        return f'<path d="{_STAR}" transform="translate({number(x)} {number(y + 8)})" fill="{_IDEA}"/>'
    return (
        f'<path d="M{number(x - 11)} {number(y)}h22l-11 20Z" fill="{_PAIN}"/>'
        f'<text x="{number(x)}" y="{number(y + 12)}" font-size="11" font-weight="700" fill="#FFFFFF" '
        f'text-anchor="middle">{leaf.digit}</text>'
    )
