"""The strip: where one is, what it comes to, and what the last edit did; three lines, dropping what matters least."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.model.problem import literal
from planner.tui.commands import keyed
from planner.tui.render.numbers import (
    count,
    day,
    megawatts,
    money,
    short,
    signed_days,
    signed_money,
    signed_mw,
)
from planner.tui.render.text import by_words, clip

if TYPE_CHECKING:
    from planner.tui.workspace import OpenFile

Part = tuple[str, str]
"""Text and the name of its style: plain, muted, strong, title, good, bad, mark."""
Line = list[Part]
STYLES = ("full", "short", "tight")
"""Ways to write the figures, the roomiest first."""
BECAUSE: Part = (" because ", "muted")
NAME_ROOMS = (16, 8)
"""Cells of a baseline's name, and where room is short."""
LEAST_EXPLAINED = 20
"""Cells that a cause, or a check, keeps beside what has moved since a baseline."""


def width_of(parts: Line) -> int:
    """Cells that the parts take."""
    return sum(cell_len(text) for text, _ in parts)


def strip_lines(
    file: OpenFile | None, width: int, note: str = "", beside: tuple[int, int, int] = (1, 1, 0)
) -> list[Line]:
    """The three lines for a terminal of `width` cells; `note` stands in while nothing is open.

    `beside` says which of how many open files this is, and how many of the others are modified.
    """
    if file is None:
        return [[(" Facility planner", "title")], [(f" {clip(note, width - 2)}", "muted")], []]
    heading, edit = _heading(file, width, beside), _edit(file, width)
    for against in against_forms(file):
        figures = _figures(file, width, against)
        if figures is not None:
            return [heading, figures, edit]
        shorter = _edit_against(file, edit, against, width)
        if shorter is not None:
            return [heading, _figures(file, width) or [], shorter]
    for against in against_forms(file)[-1:]:  # before it is not told at all, what it costs a MW gives way
        figures = _figures(file, width, against, give_way=True)
        if figures is not None:
            return [heading, figures, edit]
    return [heading, _figures(file, width) or [], edit]


def _heading(file: OpenFile, width: int, beside: tuple[int, int, int]) -> Line:
    marks = _marks(file) + _others(beside)
    room = width - width_of(marks) - 3
    left: Line = [(" ", "plain")]
    facility = file.session.facility
    name = clip(file.name, max(12, room - 1))
    left.append((name, "title"))
    extras = [literal(facility.site.region)] if facility.site.region else []
    if file.plan is not None and file.plan.critical_it_mw is not None and facility.grid is not None:
        extras.append(
            f"AI {short(round(file.plan.critical_it_mw, 1))} of {short(facility.grid.capacity_mw)} MW"
        )
    if file.name != file.file and width >= 100:
        extras.append(literal(file.file))
    for extra in extras:
        if width_of(left) + cell_len(extra) + 3 <= room:
            left.append((f" · {extra}", "muted"))
    return [*left, (" " * max(1, width - width_of(left) - width_of(marks) - 1), "plain"), *marks]


def _others(beside: tuple[int, int, int]) -> Line:
    at, files, modified = beside
    if files < 2:
        return []
    return [(f"  {at}/{files}", "muted"), *([(f" ● {modified}", "mark")] if modified else [])]


def _marks(file: OpenFile) -> Line:
    marks: Line = []
    if file.problems:
        marks.append((f"✗ {count(len(file.problems), 'problem')}: p  ", "bad"))
    elif file.stale:
        marks.append(("◌ computing  ", "muted"))
    if file.search is not None:
        marks.append((f"◌ searching: {file.searched}  ", "muted"))
    failures = warnings = 0
    if file.plan is not None:
        failures = sum(p.severity == "failure" for p in file.plan.problems)
        warnings = len(file.plan.problems) - failures
        if failures:
            marks.append((f"▲ {count(failures, 'check')} failed  ", "bad"))
        elif warnings:
            marks.append((f"△ {count(warnings, 'warning')}  ", "mark"))
        else:
            marks.append(("✓ checks  ", "good"))
    marks.append(("● modified", "mark") if file.session.modified else ("○ saved", "muted"))
    return marks


def _figures(file: OpenFile, width: int, against: Line | None = None, give_way: bool = False) -> Line | None:
    """The figures; `against` stands at their end, None where there is no room for both: for all, or with `give_way` for those that matter most."""
    plan = file.plan
    if plan is None:
        text = (
            keyed("cannot be planned: Checks ({checks}) shows why")
            if file.problems
            else "reading and planning …"
        )
        return [(f" {text}", "bad" if file.problems else "muted")]
    for style in STYLES:
        cells = _cells(file, style)
        if against:
            cells["against"] = against
        separator = "│" if style == "tight" else " │ "
        if _length(cells, separator) <= width - 2:
            break
    else:
        if against and not give_way:
            return None
    for name in ("per_mw", "months"):
        if _length(cells, separator) > width - 2:
            cells.pop(name, None)
    if against and _length(cells, separator) > width - 2:
        return None
    line: Line = [(" ", "plain")]
    for i, cell in enumerate(cells.values()):
        if i:
            line.append((separator, "rule"))
        line.extend(cell)
    return _faded(line, file)


def _faded(line: Line, file: OpenFile) -> Line:
    return [(t, "muted" if s in ("strong", "plain") else s) for t, s in line] if file.stale else line


def against_forms(file: OpenFile) -> list[Line]:
    """`vs contract +12 d +$3.0M`: what has moved since the chosen baseline, then shorter; nothing where none is chosen."""
    plan, baseline = file.plan, file.baseline
    if plan is None or baseline is None:
        return []
    from planner.baseline import headline

    moved = headline(plan, baseline)
    days, finish = moved.rfs_variance_days, ""
    if days is None:
        days, finish = moved.finish_variance_days, " finish"
    usd = "" if moved.capex_variance_usd is None else signed_money(moved.capex_variance_usd)
    when = (f" {signed_days(days) or '±0 d'}", "muted" if not days else "bad" if days > 0 else "good")
    money_moved = _change(usd, "bad" if usd.startswith("+") else "good")
    long, cut = ((f"vs {clip(baseline.name, room)}{finish}", "muted") for room in NAME_ROOMS)
    return [[long, when, *money_moved], [cut, when, *money_moved], [cut, when]]


def _edit_against(file: OpenFile, edit: Line, against: Line, width: int) -> Line | None:
    """The last line with what has moved at its end: only words that explain give way to it."""
    room = width - width_of(against) - 2
    if width_of(edit) > room:
        shorter = _edit(file, room)
        cut = len(edit) > 1 and shorter[:-1] == edit[:-1] and cell_len(shorter[-1][0]) >= LEAST_EXPLAINED
        # A cause that is not told whole here stands whole on Site and in the history.
        left_out = edit[-1][0].endswith("…") and edit[-2:-1] == [BECAUSE] and shorter == edit[:-2]
        if not cut and not left_out:
            return None
        edit = shorter
    return [*edit, (" " * (width - width_of(edit) - width_of(against) - 1), "plain"), *_faded(against, file)]


def _length(cells: dict[str, Line], separator: str) -> int:
    return sum(width_of(c) for c in cells.values()) + len(separator) * (len(cells) - 1)


def _cells(file: OpenFile, style: str) -> dict[str, Line]:
    plan, difference = file.plan, file.difference
    assert plan is not None
    days = (signed_days(difference.days) or "±0 d") if difference and difference.days is not None else ""
    usd = signed_money(difference.capex_usd) if difference else ""
    mw = signed_mw(difference.critical_it_mw) if difference else ""
    if plan.rfs_date is None:
        first: Line = [("finish ", "muted"), (day(plan.project_finish), "strong")]
    else:
        first = [("RFS ", "muted"), (day(plan.rfs_date), "strong")]
    cells: dict[str, Line] = {
        "rfs": first
        + _change(days, "muted" if days.startswith("±") else "bad" if days.startswith("+") else "good")
    }
    if plan.months_to_rfs is not None:
        cells["months"] = [
            (f"{plan.months_to_rfs:.1f}", "strong"),
            (" months" if style == "full" else " mo", "muted"),
        ]
    if plan.critical_it_mw is not None:
        cells["mw"] = [
            (megawatts(plan.critical_it_mw), "strong"),
            (" IT", "muted"),
            *_change(mw, "good" if mw.startswith("+") else "bad"),
        ]
    cells["capex"] = [
        (money(plan.estimate.capex.likely), "strong"),
        (f" class {plan.estimate.estimate_class}", "muted"),
        *_change(usd, "bad" if usd.startswith("+") else "good"),
    ]
    if plan.capex_usd_per_mw is not None:
        cells["per_mw"] = [(money(plan.capex_usd_per_mw), "strong"), ("/MW", "muted")]
    return cells


def _change(text: str, style: str) -> Line:
    return [(f" {text}", style)] if text else []


def _edit(file: OpenFile, width: int) -> Line:
    if file.problems:
        return [(f" ✗ {by_words(file.problems[0], width - 4)}", "bad")]
    if file.difference is None:
        if file.plan is not None and file.plan.problems:
            first = file.plan.problems[0]
            word = "failed" if first.severity == "failure" else "warning"
            return [
                (f" {word}: ", "bad" if word == "failed" else "mark"),
                (by_words(f"{first.key}: {first.message}", width - 12), "muted"),
            ]
        return (
            [(" no edit yet: choose a place on the left, change a value on the right", "muted")]
            if width >= 80
            else []
        )
    made = difference_words(file, brief=width < 100 and file.baseline is not None)
    because = file.difference.because
    line: Line = [(" last edit " if width >= 100 else " ", "muted")]
    room = width - width_of(line) - 1
    # What it made always stands; the edit gives way to it, and the cause takes what is left.
    edit = clip(file.last_edit, room - cell_len(made) - 3)
    line += [(edit, "plain"), (" : ", "muted"), (made, "strong")]
    rest = room - cell_len(edit) - cell_len(made) - 3 - len(" because ")
    if because and rest >= min(24, cell_len(because)):
        line += [BECAUSE, (by_words(because, rest), "muted")]
    return line


def difference_words(file: OpenFile, *, brief: bool = False) -> str:
    """`RFS +41 d, +$3.2M, +5.0 MW`: the date always, and every other headline figure that moved.

    The first hall is one where it moved by other days than the last, and the number of failed checks; `brief` tells
    those only where all else stands still.
    """
    difference = file.difference
    if difference is None:
        return "no change"
    date = "finish" if file.plan is not None and file.plan.rfs_date is None else "RFS"
    when = "" if difference.days is None else f"{date} {signed_days(difference.days) or 'unchanged'}"
    it = signed_money(difference.it_capex_usd)
    first = "" if difference.first_days == difference.days else signed_days(difference.first_days or 0)
    failed = count(abs(difference.failures), "failed check")
    if brief and (difference.days or round(difference.capex_usd)):
        first = failed = ""
    parts = (
        when,
        f"first hall {first}" if first else "",
        signed_money(difference.capex_usd) or "capex unchanged",
        signed_mw(difference.critical_it_mw),
        f"{it} IT capex" if it else "",
        f"{failed} {'more' if difference.failures > 0 else 'fewer'}"
        if difference.failures and failed
        else "",
    )
    return ", ".join(p for p in parts if p)
