"""Columns of plain text."""

from __future__ import annotations

import pytest

from planner.cli.table import Column, count, cut, pad, table, usd, width_of


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "$0"),
        (999.4, "$999"),
        (9_999, "$9,999"),
        (9_999.5, "$10k"),
        (999_499, "$999k"),
        (999_500, "$1.00M"),
        (9_994_999, "$9.99M"),
        (9_995_000, "$10.0M"),
        (1_234_567_890, "$1,234.6M"),
        (-2_500_000, "-$2.50M"),
    ],
)
def test_dollars(amount, text):
    assert usd(amount) == text


def test_widths_are_those_of_a_terminal():
    assert width_of("abc") == 3
    assert width_of("採掘") == 4
    assert width_of("e\u0301") == 1
    assert cut("採掘場", 5) == "採掘…"
    assert cut("abcdef", 4) == "abc…"
    assert cut("abc", 3) == "abc"
    assert pad("採", 4) == "採  "
    assert pad("x", 3, right=True) == "  x"


def test_a_table_cuts_only_what_may_be_cut():
    columns = [Column("id"), Column("name", least=6), Column("n", right=True)]
    lines = table(columns, [["a" * 10, "b" * 40, "1"], ["a", "b", "200"]], page=30)
    assert lines == [
        "  id          name           n",
        "  aaaaaaaaaa  bbbbbbbbbb…    1",
        "  a           b            200",
    ]


def test_empty_columns_are_left_out_and_text_is_literal():
    assert table([Column("a"), Column("b")], [["\x1b[31m\n", ""]]) == ["  a", "  \\x1b[31m\\x0a"]


def test_counts():
    assert count(1, "task") == "1 task"
    assert count(1200, "task") == "1,200 tasks"
