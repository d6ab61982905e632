"""`python -m tests.backtest`: what the books say beside what was published, as Markdown."""

from __future__ import annotations

import sys
from statistics import median
from typing import TYPE_CHECKING

from planner.books import load_books
from tests.backtest.model import HERE, Estimate, Event, Outcome, Span, estimate, outcomes, sites

if TYPE_CHECKING:
    from collections.abc import Sequence

Pair = tuple[Span, float]
PAGE = HERE.parents[1] / "docs" / "backtest.md"
BEGIN, END = "<!-- tables: python -m tests.backtest --write -->", "<!-- end of tables -->"
WAYS = {"a": "as stated, all ordered at the start", "b": "ordered 52 weeks ahead, assumed"}


def main(arguments: Sequence[str]) -> None:
    """Print the tables; with --write, put them into docs/backtest.md in place of those that stand there."""
    books, published = load_books(), outcomes()
    found = [(estimate(path, books), published[path.stem]) for path in sites()]
    failed = [f"{made.name}: {', '.join(made.failures)}" for made, _ in found if made.failures]
    told = f"Failed checks of the plans: {'; '.join(failed) or 'none'}."
    text = "\n".join((*summary_table(found), "", *project_table(found), "", told))
    if "--write" in arguments:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}")
    else:
        print(text)


def project_table(found: list[tuple[Estimate, Outcome]]) -> list[str]:
    """One row per project: low / likely / high beside the published figure; * is an actual date."""
    lines = [
        "| project | MW | first, months (a) | (b) | published | full, months (a) | (b) | published | capex, M$/MW | published |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for made, told in found:
        money = Span(made.capex.low / 1e6, made.capex.likely / 1e6, made.capex.high / 1e6)
        cells = [
            made.name,
            f"{made.critical_it_mw:g}",
            *(_span(made.first[way]) for way in WAYS),
            _event(told.first),
            *(_span(made.full[way]) for way in WAYS),
            _event(told.full),
            _span(money),
            "-" if told.capex is None else f"{told.capex / 1e6:.1f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def summary_table(found: list[tuple[Estimate, Outcome]]) -> list[str]:
    """Coverage, bias, error and width of each measure; actual dates apart from planned ones."""
    lines = [
        "| measure | projects | covered | median error, signed | median error, absolute | median high/low |",
        "|---|---|---|---|---|---|",
    ]
    for title, pairs in measures(found).items():
        lines.append(summary(title, pairs))
    lines += [*baselines(found), promises(found)]
    return lines


def measures(found: list[tuple[Estimate, Outcome]]) -> dict[str, list[Pair]]:
    """Every measure's (estimate, published) pairs."""
    held: dict[str, list[Pair]] = {}
    for event in ("first", "full"):
        for way, words in WAYS.items():
            for kind in ("all", "actual", "planned"):
                pairs = held.setdefault(f"months to {event}, {kind}, ({way}) {words}", [])
                for made, told in found:
                    seen: Event | None = getattr(told, event)
                    if seen is not None and (kind == "all" or seen.actual == (kind == "actual")):
                        pairs.append((getattr(made, event)[way], seen.months))
    held["capex per MW"] = [(made.capex, told.capex) for made, told in found if told.capex is not None]
    return held


def summary(title: str, pairs: list[Pair]) -> str:
    """One row: how often the range holds the published figure, and how far off the likely one is."""
    if not pairs:
        return f"| {title} | 0 | - | - | - | - |"
    errors = [span.error(value) for span, value in pairs]
    wide = any(span.ratio > 1 for span, _ in pairs)
    cells = [
        title,
        str(len(pairs)),
        f"{sum(span.covers(value) for span, value in pairs)} of {len(pairs)}" if wide else "-",
        f"{median(errors):+.0f} %",
        f"{median(map(abs, errors)):.0f} %",
        f"{median(span.ratio for span, _ in pairs):.1f}" if wide else "-",
    ]
    return f"| {' | '.join(cells)} |"


def baselines(found: list[tuple[Estimate, Outcome]]) -> list[str]:
    """What no plan at all would have said: the median of the *other* projects' published figures."""
    firsts = [told.first.months for _, told in found if told.first]
    fulls = [told.full.months for _, told in found if told.full]
    money = [told.capex for _, told in found if told.capex]
    return [
        summary(
            f"no plan, the median of the others: {title}",
            [*map(_left_out, range(len(values)), [values] * len(values))],
        )
        for title, values in (("months to first", firsts), ("months to full", fulls), ("capex per MW", money))
    ]


def _left_out(i: int, values: list[float]) -> Pair:
    middle = median(values[:i] + values[i + 1 :])
    return Span(middle, middle, middle), values[i]


def promises(found: list[tuple[Estimate, Outcome]]) -> str:
    """The operators' own first promises against their later or actual date, for those known to differ."""
    errors = [
        100 * (told.promised - told.first.months) / told.first.months
        for _, told in found
        if told.promised is not None and told.first is not None
    ]
    signed, absolute = f"{median(errors):+.0f} %", f"{median(map(abs, errors)):.0f} %"
    title = "the operator's own first promise, where it moved"
    return f"| {title} | {len(errors)} | - | {signed} | {absolute} | - |"


def _span(span: Span) -> str:
    return f"{span.low:.1f} / {span.likely:.1f} / {span.high:.1f}"


def _event(event: Event | None) -> str:
    return "-" if event is None else f"{event.months:.1f}{'*' if event.actual else ''}"


if __name__ == "__main__":
    main(sys.argv[1:])
