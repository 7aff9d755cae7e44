"""``python -m cx_core``: the command line."""

import sys

from cx_core.cli import main

sys.exit(main())
