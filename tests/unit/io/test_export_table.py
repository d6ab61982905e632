"""CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.io.export_table import FORMULA, Table, csv_text, harmless, plain_text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+41 d", "'+41 d"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "\\x09=1"),
        ("\r\n@x", "\\x0d\\x0a@x"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a=b", "a=b"),
        ("[/x] 日本語 🏭", "[/x] 日本語 🏭"),
    ],
)
def test_cells_are_harmless(text: str, written: str) -> None:
    assert harmless(text) == written


def test_numbers_and_days_stay_what_they_are() -> None:
    table = Table(("a", "b"), ((-3, -2.5), (4.0, None), (date(2028, 3, 14), True), (float("nan"), 'x, "y"')))
    assert csv_text(table) == 'a,b\n-3,-2.5\n4,\n2028-03-14,yes\n,"x, ""y"""\n'


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_whatever_stands_in_a_cell_is_read_back_as_one_harmless_cell(cells: list[str]) -> None:
    text = csv_text(Table(tuple(f"c{i}" for i in range(len(cells))), (tuple(cells),)))
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1:] == [[harmless(c) for c in cells]] or cells == [""]
    assert not any(cell.lstrip().startswith(FORMULA) for row in rows for cell in row)
    assert not any(ord(c) < 32 and c != "\n" for c in text)


def test_text_has_no_trailing_blanks_and_no_control_characters() -> None:
    assert plain_text(["a\x1b[31m  ", [("b ", "strong"), ("c  ", "muted")], []]) == "a\\x1b[31m\nb c\n\n"
