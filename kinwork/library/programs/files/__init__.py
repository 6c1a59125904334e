"""Households from files and determinations into files: JSON, CSV, text. No Django."""

from kinwork.library.programs.files.reading import BadFile, Told, read, read_json, tell
from kinwork.library.programs.files.table import as_csv, csv_parts, read_csv
from kinwork.library.programs.files.text import as_text, text_parts
from kinwork.library.programs.files.writing import as_json, json_parts, results

__all__ = [
    "BadFile",
    "Told",
    "as_csv",
    "as_json",
    "as_text",
    "csv_parts",
    "json_parts",
    "read",
    "read_csv",
    "read_json",
    "results",
    "tell",
    "text_parts",
]
