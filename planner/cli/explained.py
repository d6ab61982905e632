"""An explanation as text for a person: the value, its formula, what it is made of, and what is made of it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from planner.cli.table import PAGE, Column, cut, table
from planner.explain.words import HEADLINES, shown
from planner.model.problem import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.explain import Explanation, Fact, Web

MOST_INPUTS = 40
MOST_DEPENDENTS = 12


def explanation_text(explanation: Explanation) -> str:
    """One explanation, at most 100 columns wide."""
    fact = explanation.fact
    lines = [cut(f"{literal(fact.name)}: {literal(fact.title)}", PAGE)]
    value = shown(fact.value, fact.unit)
    if fact.low is not None and fact.high is not None and (fact.low, fact.high) != (fact.value, fact.value):
        value += f"   (low {shown(fact.low)}, high {shown(fact.high)})"
    lines.append(f"  {value}")
    lines += _wrapped("= ", fact.formula)
    worth = [explanation.confidence] if explanation.confidence else []
    if explanation.oldest:
        worth.append(f"oldest figure behind it {explanation.oldest}")
    if fact.estimate_class is not None:
        worth.append(f"estimate class {fact.estimate_class}")
    if worth:
        lines += _wrapped("confidence  ", ", ".join(worth))
    if fact.source:
        lines += _wrapped("source      ", fact.source)
    if explanation.inputs:
        lines += ["", "  Made of", *_facts(explanation.inputs, MOST_INPUTS)]
    if explanation.dependents:
        lines += ["", "  What depends on it", *_facts(explanation.dependents, MOST_DEPENDENTS)]
    return "\n".join(lines) + "\n"


def _wrapped(label: str, text: str) -> list[str]:
    return textwrap.wrap(
        literal(text),
        PAGE,
        initial_indent="  " + label,
        subsequent_indent="  " + " " * len(label),
        break_long_words=True,
    )


def _facts(facts: Sequence[Fact], most: int) -> Iterator[str]:
    rows = [
        [
            f.name,
            shown(f.value, f.unit),
            f"{f.confidence} {f.date}".strip(),
            f.source if f.kind in ("book", "file") else f.formula,
        ]
        for f in facts[:most]
    ]
    columns = [Column("figure"), Column("value", right=True), Column("confidence"), Column("from", least=16)]
    yield from table(columns, rows, indent="    ")
    if len(facts) > most:
        yield f"    and {len(facts) - most:,} more: --json names them"


def headline_text(web: Web) -> str:
    """The figures to begin with, and how to ask for any other."""
    facts = [f for f in map(web.fact, HEADLINES) if f is not None]
    families: dict[str, tuple[int, str]] = {}
    for name in web.computed:
        family = name.split(".")[0]
        if "." in name:
            families[family] = (families.get(family, (0, ""))[0] + 1, name)
    lines = ["Headline figures", *_facts(facts, len(facts)), "", "All figures"]
    lines += table(
        [Column("family"), Column("figures", right=True), Column("such as", least=20)],
        [[family, f"{number:,}", example] for family, (number, example) in families.items()],
        indent="    ",
    )
    lines += ["", "  Name one, or the end of its name: planner explain FILE ups_modules"]
    return "\n".join(lines) + "\n"
