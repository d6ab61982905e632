"""The Gantt chart: bars, dates and relations by unit; keys by Pilot; pictures of its states."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from planner.baseline import baseline_of
from planner.cli.main import main
from planner.model.work import CalendarSpec, Crew, Duration, Task, Timing
from planner.schedule import schedule
from planner.schedule.crew_use import crew_days
from planner.schedule.result import NEAR_CRITICAL_DAYS
from planner.session.edits import AddMember, RemoveMember, SetValue, SetValues
from planner.session.session import Session
from planner.tui.render.bars import Bar, Mark, bar_cells
from planner.tui.render.gantt import GanttRows, Known, gantt_rows, legend, linked_rows
from planner.tui.render.links import link_signs, linked
from planner.tui.render.load import Load, columns, load_lines, loads_of
from planner.tui.render.tables import gantt_table
from planner.tui.render.tasks import Filter
from planner.tui.render.timeline import ZOOMS, Axis, axis_lines
from planner.tui.screens.gantt import GanttScreen
from planner.tui.task_edits import NoEditError, duration_text, moved, toggled_pin, with_duration
from planner.tui.typed import TypingError
from planner.tui.widgets.load import LoadView
from tests.tui.conftest import SITE, make_app, press, settled
from tests.tui.fake import fake_plan

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from planner.pipeline import Plan

SAID = """
[[adjust]]
task = "cb1.concept_design"
actual_start = 2027-01-04
actual_finish = 2027-02-12

[[adjust]]
task = "cb1.building_permit"
actual_start = 2027-02-15
percent = 40

[[adjust]]
task = "cb1.strip_out"
start_no_earlier = 2027-07-05

[[adjust]]
task = "cb1.rfs"
deadline = 2028-01-31

[[adjust]]
task = "cb2.ups_order"
pinned_start = 2027-06-01

[[adjust]]
task = "cb2.l5"
deadline = 2028-12-01

[[relation]]
predecessor = "cb1.slab"
successor = "dash"
kind = "SS"
lag_days = 3
"""
"""Progress, dates met and missed, a pin, and a relation of another kind."""


def said_text() -> str:
    text = SITE.read_text("utf-8").replace("start = 2027-01-04", "start = 2027-01-04\ndata_date = 2027-03-29")
    return text.replace("duration_days = 4", 'duration_days = 4\ncrew = { "electrical" = 3 }') + SAID


@pytest.fixture
def said(tmp_path: Path) -> Path:
    path = tmp_path / "said.toml"
    path.write_text(said_text(), "utf-8")
    return path


@pytest.fixture(scope="module")
def plan() -> Plan:
    return fake_plan(Session.of_text(said_text()).facility)


def drawn(bar: Bar, cells: int = 12, step: int = 1, first: int = 0, **more: Any) -> str:
    return "".join(text for text, _ in bar_cells(bar, Axis(first, step, cells), **more)).rstrip()


# --- bars -----------------------------------------------------------------------


def test_bar_float_and_standing() -> None:
    assert drawn(Bar(2, 5, 8, "float")) == "  ▒▒▒···"
    assert drawn(Bar(2, 5, 5, "critical")) == "  ███"
    assert drawn(Bar(2, 5, 7, "near")) == "  ▓▓▓··"
    assert drawn(Bar(2, 2, 4, "critical")) == "  ◆·"


def test_progress_is_in_the_bar() -> None:
    """Begun on 1, reported up to 4, goes on at 6: three days done, two waiting, three to do; the line of the data date behind."""
    assert drawn(Bar(1, 9, 9, "critical", resumed=6, data_date=4)) == " ■■■╌╌███"
    assert drawn(Bar(1, 4, 4, "done", data_date=6)) == " ■■■  ╎"
    assert drawn(Bar(1, 4, 4, "float", resumed=2, data_date=2)) == " ■▒▒"


def test_baseline_shows_where_it_differs() -> None:
    assert drawn(Bar(4, 8, 8, "float", baseline=(4, 8))) == "    ▒▒▒▒"
    assert drawn(Bar(4, 8, 8, "float", baseline=(1, 6))) == " ├──▒┤▒▒"
    assert drawn(Bar(1, 3, 3, "float", baseline=(5, 9))) == " ▒▒  ├──┤"
    assert drawn(Bar(4, 8, 8, "float", baseline=(4, 10))) == "    ▒▒▒▒─┤"
    assert drawn(Bar(4, 8, 8, "float", baseline=(2, 3))) == "  ┼ ▒▒▒▒"
    assert drawn(Bar(4, 4, 4, "float", baseline=(2, 2))) == "  ◇ ◆"
    assert drawn(Bar(4, 4, 4, "float", baseline=(4, 4))) == "    ◆"


def test_a_missed_date_stands_over_everything() -> None:
    bar = Bar(2, 6, 6, "critical", marks=(Mark(2, "["), Mark(8, "▽"), Mark(4, "✗", "bad")))
    assert drawn(bar) == "  [█✗█  ▽"
    # In one cell only what is missed takes the bar's place; what lies before the start stands at it.
    assert drawn(replace(bar, marks=(Mark(2, "["),)), step=30) == "█"
    assert drawn(replace(bar, marks=(Mark(-9, "✗", "bad"),)), step=30) == "✗"


@pytest.mark.parametrize("step", ZOOMS)
@pytest.mark.parametrize("first", [0, 7, 400])
def test_lines_fill_their_width_at_every_zoom(plan: Plan, step: int, first: int) -> None:
    upper, lower = axis_lines(Axis(first, step, 93), plan.day)
    assert len(upper) == len(lower) == 93
    assert upper.strip()
    for i in range(len(plan.schedule.tasks)):
        made = bar_cells(Known(plan).bar(i), Axis(first, step, 93))
        assert sum(len(text) for text, _ in made) == 93


# --- a plan's dates --------------------------------------------------------------


def test_no_line_without_a_data_date() -> None:
    known = Known(fake_plan(Session.of_text(SITE.read_text("utf-8")).facility))
    assert known.data_date is None


def test_marks_of_a_plan(plan: Plan) -> None:
    known, index = Known(plan), plan.schedule.index
    (met,) = known.marks(index["cb2.l5"])
    (missed,) = known.marks(index["cb1.rfs"])
    assert (met.sign, missed.sign, missed.style) == ("▽", "✗", "bad")
    assert [m.sign for m in known.marks(index["cb1.strip_out"])] == ["["]
    assert [m.sign for m in known.marks(index["cb2.ups_order"])] == ["↧"]
    assert known.marks(index["cb1.concept_design"]) == ()
    assert plan.day(known.data_date or 0) == date(2027, 3, 29)


def test_slips_are_those_of_the_variance(plan: Plan) -> None:
    from planner.baseline import variance

    base = fake_plan(Session.of_text(SITE.read_text("utf-8")).facility)
    kept = baseline_of(base, "contract")
    known = Known(plan, kept)
    for found in variance(plan, kept).tasks:
        days = found.finish_variance_days
        assert known.slip(plan.schedule.index[found.id]) == (f"{days:+,d}" if days else "=")
    same = Known(base, kept)
    for i, task in enumerate(base.schedule.tasks):
        assert same.then[task.id] == (base.schedule.start[i], base.schedule.finish[i])


def test_near_critical_is_five_days_or_less(plan: Plan) -> None:
    s = plan.schedule
    for i, task in enumerate(s.tasks):
        found, slack = s.standing(i), s.total_float[i]
        if task.timing.actual_finish is not None:
            assert found == "done"
        else:
            assert (found == "critical") == (slack <= 0)
            assert (found == "near") == (0 < slack <= NEAR_CRITICAL_DAYS)


def test_order_by_and_needed_are_the_plan_s_own() -> None:
    from planner.io.read import read_facility
    from planner.pipeline import plan as make
    from tests.tui.picture import SITES

    made = make(read_facility(SITES / "teaching.toml").facility)
    from planner.io.export import plan_dict

    orders = Known(made).orders
    for row in plan_dict(made)["procurement"]:
        assert row["needed_on_site_day"] is None or row["needed_on_site_day"] in {
            m.boundary for m in orders.values()
        }
        if row["order_by_day"] is not None:
            signs = {m.sign for m in orders.values() if m.boundary == row["order_by_day"]}
            assert ("✗" if row["days_late"] else "○") in signs


def test_table_has_the_baseline(plan: Plan) -> None:
    kept = baseline_of(plan, "contract")
    table = gantt_table(plan, gantt_rows(plan, Filter(), "hall"), kept)
    assert table.header[-3:] == ("baseline_start", "baseline_finish", "finish_variance_days")
    assert {row[-1] for row in table.rows} == {0}


# --- relations --------------------------------------------------------------------


def test_relations_of_a_task(plan: Plan) -> None:
    index = plan.schedule.index
    found = linked(plan, index["cb1.slab"])
    rows = linked_rows(plan, found)
    assert [r.label for r in rows] == [
        "‹ FS Take miners out",
        "» Strengthen slab",
        "› SS+3 Move the dashboard",
        "› FS Install CDUs and piping",
        "› FS Install LV switchgear",
    ]
    signs = link_signs(plan, found, Axis(0, 7, 80))
    assert len(signs) == len(rows)
    assert signs[1] == {}
    assert "┐" in signs[0].values()
    assert "└" in signs[-1].values()


def test_every_row_of_relations_is_as_wide_as_any(plan: Plan) -> None:
    for task in range(0, len(plan.schedule.tasks), 3):
        found = linked(plan, task)
        rows = GanttRows(plan, linked_rows(plan, found), linked=found)
        for width in (60, 80, 150):
            for i in range(rows.count):
                assert sum(len(text) for text, _ in rows.row(i, width)) == width


# --- crews and megawatts ----------------------------------------------------------


def test_crews_by_day_are_as_the_schedule_holds_them() -> None:
    """Two tasks of two days hold 2 and 1 of a crew from Thursday: the weekend holds none; capacity falls on Tuesday."""
    tasks = tuple(
        Task(name, name, "own", Duration(2, 2, 2), crew=(("gang", units),), timing=Timing(pinned_start=day))
        for name, units, day in (("a", 2, date(2027, 1, 7)), ("b", 1, date(2027, 1, 8)))
    )
    crews = {"gang": Crew("gang", "Gang", 3, ((date(2027, 1, 12), 1),))}
    calendars = {"standard": CalendarSpec("standard")}
    made = schedule(tasks, (), calendars, crews, date(2027, 1, 4))
    rows = crew_days(made, calendars, crews)["gang"]
    assert [tuple(row) for row in rows] == [(0, 0, 3), (3, 2, 3), (4, 3, 3), (5, 0, 3), (7, 1, 3), (8, 0, 1)]


def test_what_is_done_holds_no_crew_and_what_has_begun_for_what_remains() -> None:
    reported = Timing(actual_start=date(2027, 1, 4), remaining_days=1)
    done = Timing(actual_start=date(2027, 1, 4), actual_finish=date(2027, 1, 5))
    tasks = (
        Task("a", "a", "own", Duration(4, 4, 4), crew=(("gang", 1),), timing=reported),
        Task("b", "b", "own", Duration(2, 2, 2), crew=(("gang", 1),), timing=done),
    )
    crews = {"gang": Crew("gang", "Gang", 2)}
    calendars = {"standard": CalendarSpec("standard")}
    made = schedule(tasks, (), calendars, crews, date(2027, 1, 4), data_date=date(2027, 1, 6))
    assert [tuple(row) for row in crew_days(made, calendars, crews)["gang"]] == [
        (0, 0, 2),
        (2, 1, 2),
        (3, 0, 2),
    ]


def test_columns_hold_the_most_of_their_days() -> None:
    load = Load("crew x", "X", "units", ((0, 1.0, 2.0), (3, 3.0, 2.0), (4, 0.0, 2.0)))
    found = [(c.used, c.over) if c else None for c in columns(load, Axis(0, 2, 3))]
    assert found == [(1.0, False), (3.0, True), (0.0, False)]
    assert columns(load, Axis(-4, 2, 3))[:2] == [None, None]


def test_a_crew_over_its_capacity_is_told_by_a_sign(plan: Plan) -> None:
    load = Load("crew x", "X", "units", ((0, 1.0, 2.0), (3, 3.0, 2.0), (4, 0.0, 2.0)))
    lines = ["".join(text for text, _ in line) for line in load_lines(load, plan, Axis(0, 1, 8), 10, 4)]
    assert "most 3 of 2 units on 2027-01-07" in lines[0]
    assert "over on 1 days" in lines[0]
    assert lines[1:] == ["  3 units    ▲    ", "          ───█────", "        0 ████    "]


@pytest.mark.parametrize("height", [2, 5, 9, 13])
def test_loads_fill_their_width(plan: Plan, height: int) -> None:
    for load in loads_of(plan):
        for line in load_lines(load, plan, Axis(3, 4, 60), 26, height)[1:]:
            assert sum(len(text) for text, _ in line) == 86


def test_loads_are_what_the_command_line_prints(capsys: pytest.CaptureFixture[str]) -> None:
    from planner.io.read import read_facility
    from planner.pipeline import plan as make
    from tests.tui.picture import SITES

    path = SITES / "teaching.toml"
    main(["plan", str(path), "--json"])
    printed = json.loads(capsys.readouterr().out)
    loads = {load.key: load for load in loads_of(make(read_facility(path).facility))}
    assert set(loads) == {f"crew {c['id']}" for c in printed["crews"]} | {
        f"power {p['id']}" for p in printed["power"]
    }
    for crew in printed["crews"]:
        rows = [(r["from_day"], r["used"], r["capacity"]) for r in crew["days"]]
        assert rows == list(loads[f"crew {crew['id']}"].rows)
    for power in printed["power"]:
        drawn_mw = {d: (round(u, 6), round(limit, 6)) for d, u, limit in loads[f"power {power['id']}"].rows}
        assert all(drawn_mw[r["from_day"]] == (r["draw_mw"], r["limit_mw"]) for r in power["days"])


# --- edits by keys ----------------------------------------------------------------


def _edits(text: str) -> tuple[Session, Plan]:
    session = Session.of_text(text)
    return session, fake_plan(session.facility)


def test_pins_make_and_take_away_an_adjustment() -> None:
    session, plan = _edits(SITE.read_text("utf-8"))
    i = plan.schedule.index["cb1.slab"]
    day = plan.day(plan.schedule.start[i])
    edit = toggled_pin(plan, session.raw, i)
    assert edit == AddMember(("adjust",), {"task": "cb1.slab", "pinned_start": day})
    before = session.raw
    session.commit(edit)
    assert toggled_pin(plan, session.raw, i) == RemoveMember(("adjust", "cb1.slab"))
    session.commit(toggled_pin(plan, session.raw, i))
    assert session.raw == before


def test_moves_go_from_one_worked_day_to_the_next() -> None:
    session, plan = _edits(SITE.read_text("utf-8"))
    i = plan.schedule.index["dash"]
    session.commit(SetValue(("task", "dash", "start_no_earlier"), date(2027, 1, 8)))
    edit = moved(plan, session.raw, i, by=1)
    assert edit == SetValue(("task", "dash", "start_no_earlier"), date(2027, 1, 11))
    session.commit(edit)
    assert moved(plan, session.raw, i, by=-1) == SetValue(
        ("task", "dash", "start_no_earlier"), date(2027, 1, 8)
    )
    session.commit(SetValue(("task", "dash", "pinned_start"), date(2027, 2, 1)))
    assert moved(plan, session.raw, i, by=1) == SetValue(("task", "dash", "pinned_start"), date(2027, 2, 2))


def test_facts_and_what_nothing_holds_stay() -> None:
    session, plan = _edits(said_text())
    index = plan.schedule.index
    for make in (toggled_pin, lambda *a: moved(*a, by=1)):
        with pytest.raises(NoEditError, match="begun"):
            make(plan, session.raw, index["cb1.building_permit"])
    with pytest.raises(NoEditError, match="neither"):
        moved(plan, session.raw, index["cb1.slab"], by=-1)
    with pytest.raises(NoEditError, match="not up to date"):
        moved(plan, session.raw, index["cb1.slab"], False, by=1)
    assert moved(plan, session.raw, index["cb1.strip_out"], False, by=1)


def test_durations_of_own_tasks() -> None:
    session, plan = _edits(SITE.read_text("utf-8"))
    assert duration_text(plan, session.raw, plan.schedule.index["dash"]) == "4"
    with pytest.raises(NoEditError, match="books"):
        duration_text(plan, session.raw, plan.schedule.index["cb1.slab"])
    assert with_duration(session.raw, "dash", " 9 ") == SetValue(("task", "dash", "duration_days"), 9)
    three = with_duration(session.raw, "dash", "5/8/14")
    assert isinstance(three, SetValues)
    session.commit(three)
    assert duration_text(plan, session.raw, plan.schedule.index["dash"]) == "5 / 8 / 14"
    session.commit(with_duration(session.raw, "dash", "3"))
    assert "duration" not in session.raw["task"][0]
    for wrong in ("", "x", "1/2", "-1", "1.5", "٣"):
        with pytest.raises(TypingError):
            with_duration(session.raw, "dash", wrong)


# --- in the app ---------------------------------------------------------------------


async def _at(pilot: Pilot[None], task: str) -> GanttScreen:
    await settled(pilot)
    await press(pilot, "3")
    screen = pilot.app.screen
    assert isinstance(screen, GanttScreen)
    screen.show_task(task)
    await settled(pilot)
    return screen


@pytest.mark.asyncio
async def test_pin_move_and_undo(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _at(pilot, "cb1.slab")
        assert app.open_file is not None
        session = app.open_file.session
        before = session.raw
        await press(pilot, "P", "full_stop", "full_stop", "comma")
        assert screen.cursor_id() == "cb1.slab"
        assert len(session.history) == 4
        assert "pinned_start" in session.history[-1]
        held = session.raw["adjust"][0]["pinned_start"]
        await press(pilot, "u", "u", "u", "u")
        assert session.raw == before
        await press(pilot, "U", "U", "U", "U")
        assert session.raw["adjust"][0]["pinned_start"] == held


@pytest.mark.asyncio
async def test_keys_that_come_before_the_plan_move_on(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await _at(pilot, "dash")
        await press(pilot, "full_stop")
        assert app.open_file is not None
        first = app.open_file.session.raw["task"][0]["start_no_earlier"]
        await pilot.press("full_stop", "full_stop", "full_stop")
        await settled(pilot)
        assert (app.open_file.session.raw["task"][0]["start_no_earlier"] - first).days >= 3


@pytest.mark.asyncio
async def test_change_a_duration(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await _at(pilot, "dash")
        await press(pilot, "D")
        assert app.screen.is_modal
        await press(pilot, "backspace", "7", "enter")
        assert app.open_file is not None
        assert app.open_file.session.raw["task"][0]["duration_days"] == 7
        await press(pilot, "u")
        assert app.open_file.session.raw["task"][0]["duration_days"] == 4


@pytest.mark.asyncio
async def test_relations_and_back(said: Path) -> None:
    app = make_app(said)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _at(pilot, "cb1.slab")
        await press(pilot, "r")
        assert screen.heading.startswith("5 tasks")
        await press(pilot, "down", "r")
        assert screen.cursor_id() == "dash"
        assert screen.related is None
        await press(pilot, "r", "c")
        assert screen.related is None
        await press(pilot, "c", "r", "slash", "u", "p", "s")
        assert screen.related is None
        assert "'ups'" in screen.heading


@pytest.mark.asyncio
async def test_columns_below_go_round(said: Path) -> None:
    app = make_app(said)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _at(pilot, "dash")
        view = screen.query_one("#load", LoadView)
        assert not view.display
        await press(pilot, "v")
        assert view.display
        assert screen.load == "crew electrical"
        assert "most 3 of 4 units" in "".join(t for t, _ in view.source.header(0)[0])
        shown = screen.shown()
        assert shown is not None
        assert any("most 3 of 4 units" in "".join(t for t, _ in line) for line in shown.lines())
        await press(pilot, "V")
        assert not view.display


@pytest.mark.asyncio
async def test_the_task_under_the_cursor_is_told_on_the_first_visit(said: Path) -> None:
    app = make_app(said)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "3")
        assert str(app.screen.query_one("#task", Static).content).startswith("Concept design")


def test_the_legend_has_whole_signs_and_only_those_that_can_stand(plan: Plan) -> None:
    known, plain = Known(plan), Known(fake_plan(Session.of_text(SITE.read_text("utf-8")).facility))
    every = legend(known, 200)
    assert "╎ data date" in every
    assert "F1" not in every
    assert "data date" not in legend(plain, 200)
    assert "■" not in legend(plain, 200)
    for room in range(len(every)):
        told = legend(known, room)
        assert len(told) <= room
        assert not told or told.endswith("F1 all signs")
        assert every.startswith(told.removesuffix("F1 all signs").rstrip())


@pytest.mark.parametrize(("step", "first"), [(30, " Q1 Q2"), (61, " H1 H2")])
def test_a_period_that_only_just_shows_gives_way_to_the_next_ones_name(step: int, first: str) -> None:
    begun = date(2024, 12, 25)
    upper, lower = axis_lines(Axis(0, step, 40), lambda n: begun + timedelta(days=n))
    assert lower.startswith(first)
    assert upper.startswith(" 2025")
