"""Tables and reports that leave the app as files."""

from cx_core.reports.tables import CSV_TYPE, XLSX_TYPE, table_csv, table_xlsx

__all__ = ["CSV_TYPE", "XLSX_TYPE", "table_csv", "table_xlsx"]
