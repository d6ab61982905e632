"""The task table's rows, columns and relations, drawn without an app."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.io.read import facility_of, parse_text
from planner.model.work import CalendarSpec, Duration, Relation, Task, Timing
from planner.schedule import schedule
from planner.tui.remembered import TableTaste, keep_taste, read_taste
from planner.tui.render.columns import BY_KEY, COLUMNS, USUAL, Facts, marks
from planner.tui.render.relations import (
    RelationRows,
    Tie,
    driven,
    driving,
    leads_to,
    read_relation,
    read_tie,
    relations_of,
    wrong_relation,
)
from planner.tui.render.task_rows import TaskRows, flat_rows, group_lines, group_paths, outline_rows
from planner.tui.render.tasks import Filter, Links, chosen, said_words
from tests.tui.conftest import SITE
from tests.tui.fake import fake_plan

if TYPE_CHECKING:
    from planner.pipeline import Plan

START = date(2027, 1, 4)


@pytest.fixture
def plan() -> Plan:
    """The made-up site with a relation of its own."""
    text = (
        SITE.read_text("utf-8")
        + '\n[[relation]]\npredecessor = "dash"\nsuccessor = "cb1.slab"\nlag_days = 2\n'
    )
    return fake_plan(facility_of(parse_text(text, "site"), text, "site"))


def _text(rows: TaskRows, index: int, width: int) -> str:
    return "".join(text for text, _ in rows.row(index, width))


def test_the_outline_groups_by_hall_in_the_order_of_the_file_then_by_discipline(plan: Plan) -> None:
    rows = outline_rows(plan, chosen(plan, Filter()), ())
    halls = [r.label for r in rows if r.task is None and len(r.path) == 1]
    assert halls == ["Site", "CB-1", "CB-2"]
    assert sum(r.task is not None for r in rows) == 27
    assert all(plan.schedule.tasks[r.task].discipline == r.path[1] for r in rows if r.task is not None)
    assert sum(len(r.below) for r in rows if len(r.path) == 1) == 27


def test_folded_groups_hide_what_is_in_them_and_count_it(plan: Plan) -> None:
    order = chosen(plan, Filter())
    rows = outline_rows(plan, order, {("cb1",)})
    folded = next(r for r in rows if r.path == ("cb1",))
    assert (folded.open, len(folded.below)) == (False, 13)
    assert sum(r.task is not None for r in rows) == 14
    assert all(r.task is None for r in outline_rows(plan, order, group_paths(plan, order)))
    shown = TaskRows(plan, rows, USUAL)
    assert "▸ CB-1  13 tasks" in _text(shown, rows.index(folded), 120)
    assert any("13 tasks" in text for line in group_lines(plan, folded) for text, _ in line)


@pytest.mark.parametrize("key", [c.key for c in COLUMNS])
def test_every_column_sorts_both_ways(plan: Plan, key: str) -> None:
    facts, by = Facts(plan), BY_KEY[key].by
    up = [by(facts, i) for i in chosen(plan, Filter(), key)]
    assert up == sorted(up)
    assert [by(facts, i) for i in chosen(plan, Filter(), key, falling=True)] == sorted(up, reverse=True)


@pytest.mark.parametrize("width", [20, 60, 78, 118, 198])
def test_rows_are_as_wide_as_their_header_and_say_what_has_no_room(plan: Plan, width: int) -> None:
    rows = TaskRows(plan, outline_rows(plan, chosen(plan, Filter()), ()), tuple(c.key for c in COLUMNS))
    header = "".join(text for text, _ in rows.header(width)[0])
    assert {len(_text(rows, i, width)) for i in range(rows.count)} == {len(header)}
    assert (
        len(rows.columns(width)) + len(rows.hidden(width)) == len(COLUMNS) - 2
    )  # the outline says hall and discipline


def test_signs_tell_late_done_begun_milestone_hammock_and_pinned() -> None:
    def task(id: str, days: int, timing: Timing = Timing(), hammock: bool = False) -> Task:  # noqa: B008
        return Task(id, id, "own", Duration(days, days, days), timing=timing, hammock=hammock)

    tasks = (
        task("begun", 10, Timing(actual_start=START, percent=50)),
        task("done", 5, Timing(actual_start=START, actual_finish=date(2027, 1, 8))),
        task("hammock", 0, hammock=True),
        task("late", 30, Timing(deadline=date(2027, 1, 20))),
        task("milestone", 0),
        task("pinned", 5, Timing(pinned_start=date(2027, 1, 18))),
    )
    plan = fake_plan(facility_of(parse_text("[project]\nstart = 2027-01-04\n", "x"), "", "x"))
    graph = replace(plan.graph, tasks=tasks, relations=(Relation("done", "milestone"),))
    dates = schedule(tasks, graph.relations, {"standard": CalendarSpec("standard")}, {}, START)
    facts = Facts(replace(plan, graph=graph, schedule=dates))
    assert [marks(facts, i)[:4] for i in range(6)] == ["   ◐", "   ✓", " ! ═", "!!  ", "   ◆", "    "]
    assert marks(facts, 5)[4] == "↧"
    assert (facts.share(0), facts.share(1), facts.share(5)) == (50.0, 100.0, 0.0)
    assert BY_KEY["float"].text(facts, 1) == ""
    assert BY_KEY["criticality"].text(facts, 3) == "late"
    assert BY_KEY["deadline"].text(facts, 3) == "2027-01-20"
    assert said_words(tasks[0]) == "actual start 2027-01-04, percent 50"


def test_float_to_the_rfs_of_the_own_hall(plan: Plan) -> None:
    """l5 precedes RFS at once, so it has none; the UPS order waits for slower building work."""
    facts, index = Facts(plan), plan.schedule.index
    assert facts.to_rfs[index["cb1.l5"]] == 0
    assert facts.to_rfs[index["cb1.rfs"]] == 0
    assert BY_KEY["rfs"].text(facts, index["cb1.l5"]) == "0"


def test_ties_are_read_as_they_are_written() -> None:
    assert read_tie("ss+10") == Tie("SS", 10)
    assert read_tie("FS-2e") == Tie("FS", -2, "elapsed")
    assert read_tie("FS+2 days") is None
    assert read_relation("site.survey") == ("site.survey", Tie())
    assert read_relation(" [/x] a.b  FF-3 ") == ("[/x] a.b", Tie("FF", -3))
    assert read_relation("") is None
    for tie in (Tie(), Tie("SF", 4), Tie("FF", -3, "elapsed")):
        assert read_tie(tie.words()) == tie


def test_what_is_wrong_with_a_new_relation_is_said(plan: Plan) -> None:
    def wrong(predecessor: str, successor: str, other: str) -> str:
        return wrong_relation(plan, plan.facility, predecessor, successor, other)

    assert wrong("dash", "cb2.slab", "cb2.slab") == ""
    assert "did you mean" in wrong("cb1.slap", "dash", "cb1.slap")
    assert "itself" in wrong("dash", "dash", "dash")
    assert "change that" in wrong("dash", "cb1.slab", "cb1.slab")
    assert "loop" in wrong("cb1.rfs", "dash", "cb1.rfs")
    assert leads_to(plan, plan.facility, "dash", "cb1.rfs")


def test_relations_of_a_task_tell_own_from_generated_and_what_drives(plan: Plan) -> None:
    held = relations_of(plan, plan.facility, "cb1.slab")
    assert [(h.other, h.before, h.own, h.drives) for h in held] == [
        ("cb1.strip_out", True, None, True),
        ("dash", True, 0, False),
        ("cb1.cdu_install", False, None, True),
        ("cb1.lv_install", False, None, True),
    ]
    rows = RelationRows(plan, held)
    for width in (60, 100):
        text = ["".join(t for t, _ in rows.row(i, width)) for i in range(rows.count)]
        assert "! drives" in text[0]
        assert "FS+2" in text[1]
        assert "own" in text[1]
    links = Links(plan)
    assert driving(plan, links, "cb1.slab") == "cb1.strip_out"
    assert driven(plan, links, "cb1.rfs") is None
    assert driven(plan, links, "cb1.slab") in ("cb1.cdu_install", "cb1.lv_install")


def test_a_relation_not_planned_yet_is_listed(plan: Plan) -> None:
    empty = plan.facility.model_copy(update={"relation": ()})
    assert all(h.own is None and h.other != "dash" for h in relations_of(plan, empty, "cb1.slab"))


def test_the_choice_of_columns_is_kept_and_junk_is_as_usual(tmp_path: object) -> None:
    taste = TableTaste(("name", "start", "cost"), "cost", True, False)
    keep_taste(taste)
    assert read_taste() == taste
    from planner.session.recent import state_folder

    for junk in ("[]", "{", '{"columns": [1, "id"], "sort": "nonsense", "falling": 1}'):
        (state_folder() / "tasks.json").write_text(junk, "utf-8")
        assert read_taste().sort == "start"
    assert read_taste().columns == ("name", "id")


def test_an_empty_outline_has_no_rows(plan: Plan) -> None:
    assert outline_rows(plan, [], ()) == []
    assert flat_rows([]) == []


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("key", [c.key for c in COLUMNS])
def test_a_heading_is_whole_beside_the_arrow_of_its_order(plan: Plan, key: str, falling: bool) -> None:
    column = BY_KEY[key]
    rows = TaskRows(plan, flat_rows([0]), tuple(dict.fromkeys((*USUAL, key))), key, falling)
    text = "".join(t for t, _ in rows.header(400)[0])
    assert column.heading in text
    assert text.count("▾" if falling else "▴") == 1
