"""The shipped facility files, shared by the tests beside this."""

from __future__ import annotations

from pathlib import Path

from planner.io.read import Document, read_facility

FACILITIES = Path(__file__).parents[3] / "facilities"
NAMES = sorted(f.stem for f in FACILITIES.glob("*.toml"))
REAL_SITES = ("childress", "denton", "lake-mariner")


def document_of(name: str) -> Document:
    return read_facility(FACILITIES / f"{name}.toml")
