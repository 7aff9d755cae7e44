"""HTML out: a page of its own that prints on A3 landscape, and a plain table to paste into a document."""

from __future__ import annotations

from collections.abc import Mapping

from cx_core.formats import svg
from cx_core.formats.losses import losses
from cx_core.formats.map_grid import Lane, map_lanes
from cx_core.formats.overlay import NO_OVERLAY, Overlay
from cx_core.formats.persona_columns import segment_words
from cx_core.formats.svg_canvas import FONT
from cx_core.formats.svg_text import escaped, sentence
from cx_core.i18n import translate
from cx_core.model.journey import Journey, Persona, Stage
from cx_core.model.message import Message

_STYLE = f"""
:root {{ color-scheme: light; }}
body {{ margin: 0; padding: 24px; background: #fff; color: #1f2937; font: 16px/1.5 {FONT}; }}
h1.unseen {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
.map {{ overflow-x: auto; }}
.map svg {{ display: block; max-width: none; }}
.people {{ display: flex; flex-wrap: wrap; gap: 16px; margin: 24px 0; padding: 0; list-style: none; }}
.people li {{ border: 1px solid #cbd5e1; border-radius: 8px; padding: 12px 16px; max-width: 320px; }}
.people h2 {{ margin: 0; font-size: 1.05rem; }}
.people p {{ margin: 4px 0 0; overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; width: 100%; margin-top: 24px; }}
caption {{ text-align: left; font-weight: 700; padding: 8px 0; }}
th, td {{ border: 1px solid #cbd5e1; padding: 6px 10px; vertical-align: top; text-align: left; white-space: pre-line; }}
th {{ background: #f1f3f5; }}
@page {{ size: A3 landscape; margin: 10mm; }}
@media print {{
  body {{ padding: 0; }}
  main {{ display: flex; flex-direction: column; height: 275mm; }}
  .map {{ position: relative; flex: 1 1 0; min-height: 60mm; overflow: visible; }}
  .map svg {{ position: absolute; inset: 0; width: 100%; height: 100%; }}
  .people {{ flex: none; flex-wrap: nowrap; gap: 4mm; margin: 4mm 0 0; font-size: 8pt; line-height: 1.35; }}
  .people li {{ flex: 1 1 0; max-width: 130mm; padding: 1.5mm 3mm; }}
  .people h2 {{ font-size: 9pt; }}
  .people p {{ margin: 0; }}
  .words {{ display: none; }}
}}
"""


_TABLE_LOOK = "border-collapse:collapse;font-family:Arial,sans-serif;font-size:9pt;line-height:1.4"


def write(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    overlay: Overlay = NO_OVERLAY,
) -> bytes:
    """Return the page of a map."""
    return page(journey, language, personas, overlay).encode("utf-8", "replace")


def page(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    overlay: Overlay = NO_OVERLAY,
) -> str:
    """Return one HTML file: the drawing, the personas, and the same as a table. It loads nothing and runs nothing.

    Printed, drawing and personas fill one A3 page in landscape, whatever their size; the table is for the screen.
    """
    title = escaped(journey.title.in_language(language))
    drawing = svg.draw(journey, language, personas, overlay, with_people=False)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        'img-src data:">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<main>\n<h1 class="unseen">{title}</h1>\n<div class="map">{drawing}</div>\n'
        f"{_people(journey, language, personas)}"
        f'<div class="words">\n{table(journey, language, personas, overlay.numbers)}</div>\n</main>\n</body>\n</html>\n'
    )


def write_table(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    overlay: Overlay = NO_OVERLAY,
) -> bytes:
    """Return the map as a table alone, with its look written into it, as word processors want it.

    Of the overlay it takes the numbers; curves and pictures have no place in a table.
    """
    title = escaped(journey.title.in_language(language))
    bordered = (
        table(journey, language, personas, overlay.numbers)
        .replace("<table>", f'<table border="1" cellspacing="0" cellpadding="4" style="{_TABLE_LOOK}">')
        .replace("<th ", '<th valign="top" align="left" style="background:#f1f3f5" ')
        .replace("<td", '<td valign="top"')
        .replace("<caption>", '<caption align="left" style="font-weight:bold;font-size:14pt;text-align:left">')
    )
    text = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>\n'
        f"<body>\n{bordered}</body>\n</html>\n"
    )
    return text.encode("utf-8", "replace")


def table(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    numbers: Mapping[str, str] | None = None,
) -> str:
    """Return the map as a table: stages over touchpoints as columns, lanes as rows."""
    stage_cells = "".join(
        f'<th scope="colgroup" colspan="{_wide(stage)}">{_words(stage.name.in_language(language))}</th>'
        for stage in journey.stages
    )
    rows = [f'<tr><th scope="row">{_words(translate("stage.name", language))}</th>{stage_cells}</tr>']
    for lane in map_lanes(journey, language, personas, numbers):
        cells = "".join(_cells(stage, lane) for stage in journey.stages)
        rows.append(f'<tr><th scope="row">{_words(lane.name)}</th>{cells}</tr>')
    caption = escaped(journey.title.in_language(language))
    return f"<table>\n<caption>{caption}</caption>\n" + "\n".join(rows) + "\n</table>\n"


def _wide(stage: Stage) -> int:
    return max(1, len(stage.touchpoints))


def _cells(stage: Stage, lane: Lane) -> str:
    if lane.stage_text is not None:
        return f'<td colspan="{_wide(stage)}">{_words(lane.stage_text(stage))}</td>'
    return "".join(f"<td>{_words(lane.text(one)) if one else ''}</td>" for one in (stage.touchpoints or (None,)))


def loses(journey: Journey) -> tuple[Message, ...]:
    """Return what the page does not show."""
    return svg.loses(journey)


def table_loses(journey: Journey) -> tuple[Message, ...]:
    """Return what the table has no row for."""
    return losses(
        journey, "second_language", "personas", "about", "aliases", "images", "behind", "detail_maps", "votes"
    )


def _words(text: str) -> str:
    return escaped(text).replace("\n", "<br>")


def _people(journey: Journey, language: str, personas: tuple[Persona, ...]) -> str:
    cards = []
    for persona in personas:
        if persona.id not in journey.persona_ids:
            continue
        lines = [f"<h2>{escaped(persona.name)}</h2>"]
        about = " · ".join(filter(None, (persona.role.in_language(language), persona.age_range)))
        lines += [f"<p>{_words(about)}</p>"] if about else []
        for field in ("goals", "frustrations"):
            words = getattr(persona, field).in_language(language)
            if words:
                lines.append(
                    f"<p><strong>{sentence(translate(f'field.{field}', language))}:</strong> {_words(words)}</p>"
                )
        quote = persona.quote.in_language(language)
        lines += [f"<p><q>{_words(quote)}</q></p>"] if quote else []
        who = segment_words(persona)
        name = sentence(translate("formats.column.segment_filter", language))
        lines += [f"<p><strong>{name}:</strong> {_words(who)}</p>"] if who else []
        cards.append(f"<li>{''.join(lines)}</li>")
    return f'<ul class="people">{"".join(cards)}</ul>\n' if cards else ""
