"""Journey documents in and out: one file a format, `ALL_FORMATS` lists them."""

from cx_core.formats.document import ReadJourney
from cx_core.formats.registry import ALL_FORMATS, Format, format_by_key, format_of_file

__all__ = ["ALL_FORMATS", "Format", "ReadJourney", "format_by_key", "format_of_file"]
