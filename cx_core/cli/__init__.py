"""The command line: the same calls as the pages, without a browser.

Exit status 0 is done, 1 refused with the reason, 2 wrong usage. With ``--json`` one document goes to standard output;
messages always go to standard error.
"""

from cx_core.cli.main import main

__all__ = ["main"]
