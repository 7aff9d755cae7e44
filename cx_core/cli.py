"""The command line: ``python -m cx_core``."""
