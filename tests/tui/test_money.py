"""Money: sums that agree with the plan at every level, and months that add up to them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from planner.cli.main import main
from planner.cost.spend import spend_by_month
from planner.io.read import read_facility
from planner.pipeline import plan
from planner.tui.render.money import MoneyRows, SpendRows, bar, money_rows
from planner.tui.screens.money import MoneyScreen
from planner.tui.widgets.rows import RowView
from tests.tui.conftest import SITE, make_app, press, settled
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from pathlib import Path

    from planner.pipeline import Plan


@pytest.fixture(scope="module")
def real() -> Plan:
    return plan(read_facility(SITE).facility)


@pytest.mark.parametrize("by", ["hall", "discipline"])
def test_every_level_adds_up_to_the_plan(real: Plan, by: str) -> None:
    folded = money_rows(real, by)
    unfolded = {(r.side, r.label) for r in folded if r.depth == 1}
    rows = money_rows(real, by, unfolded)
    for side, whole in (("facility", real.estimate.capex), ("it", real.estimate.it_capex)):
        of_side = [r for r in rows if r.side == side]
        assert of_side[0].amount == whole
        for column in range(3):
            for depth in (1, 2):
                found = sum(r.amount[column] for r in of_side if r.depth == depth)
                assert found == pytest.approx(whole[column], abs=0.01)
        assert of_side[0].landlord + of_side[0].tenant == pytest.approx(whole.likely, abs=0.01)
    assert len(folded) < len(rows)


def test_the_months_are_the_plans_and_the_command_line_prints_them(
    real: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    months = spend_by_month(real.estimate, real.schedule)
    assert months[-1].capex_to_date == real.estimate.capex
    assert months[-1].it_capex_to_date == real.estimate.it_capex
    main(["plan", str(SITE), "--json"])
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [m["capex_usd"]["likely"] for m in printed["spend"]] == [m.capex.likely for m in months]
    assert printed["spend"][-1]["capex_to_date_usd"] == printed["capex_usd"]
    assert printed["spend"][-1]["it_capex_to_date_usd"] == printed["it_capex_usd"]
    sums = printed["capex_by_discipline"]
    for side, key in (("facility", "capex_usd"), ("it", "it_capex_usd")):
        found = sum(s["likely"] for s in sums if s["side"] == side)
        assert found == pytest.approx(printed[key]["likely"], abs=0.01)
    main(["plan", str(SITE)])
    assert "Spend by year" in capsys.readouterr().out


@pytest.mark.parametrize("width", [40, 77, 98, 197])
def test_rows_fit_their_width(real: Plan, width: int) -> None:
    for rows in (
        MoneyRows(money_rows(real, "hall"), 5),
        SpendRows(spend_by_month(real.estimate, real.schedule)),
    ):
        for i in range(rows.count):
            assert len("".join(text for text, _ in rows.row(i, width)).rstrip()) <= width


def test_a_bar_never_hides_what_is_something() -> None:
    assert bar(0, 10, 20) == ""
    assert bar(0.001, 10, 20) == "▏"
    assert bar(10, 10, 20) == "█" * 20
    assert bar(5, 10, 3) == "█▌"
    assert bar(5, 0, 20) == ""


async def test_sums_unfold_group_and_change_with_the_months(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "5")
        screen = app.screen
        assert isinstance(screen, MoneyScreen)
        view = screen.query_one("#rows", RowView)
        assert view.source is not None
        before = view.source.count
        await press(pilot, "down", "enter")
        assert view.source.count == before + 2
        await press(pilot, "down", "enter")
        assert view.source.count == before
        assert view.cursor == 1
        await press(pilot, "g")
        assert "by hall" in screen_text(app)
        assert "CB-1" in screen_text(app)
        await press(pilot, "t")
        assert app.focused is screen.query_one("#spend")
        assert "to date" in screen_text(app)
        await press(pilot, "i", "down")
        assert "IT, apart, likely" in screen_text(app)
        await press(pilot, "t")
        assert app.focused is view


async def test_a_plan_that_costs_nothing_has_empty_tables(tmp_path: Path) -> None:
    bare = tmp_path / "bare.toml"
    bare.write_text('[project]\nstart = 2027-01-04\n[[task]]\nid = "a"\nduration_days = 3\n', "utf-8")
    app = make_app(bare)
    async with app.run_test(size=(200, 60)) as pilot:
        await settled(pilot)
        await press(pilot, "5", "enter", "g", "t", "i", "y", "down")
        assert "facility $0" in screen_text(app)
