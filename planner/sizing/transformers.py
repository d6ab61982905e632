"""Unit transformers of a hall: new ones, and the mining pads that stand in for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from planner.sizing.failure import arranged
from planner.sizing.loading import Loaded
from planner.sizing.plant import block_units_of, ceil, limits_of, plant_units, plant_uses, shown
from planner.sizing.standing import Pool

if TYPE_CHECKING:
    from planner.model.plant import Hall
    from planner.sizing.failure import Group
    from planner.sizing.figures import Sheet

TABLE = "electrical.transformer"
UNIT, FACTOR = f"{TABLE}.unit_kva", f"{TABLE}.power_factor"
PAD_RULES = (f"{TABLE}.secondary_v", f"{TABLE}.age_limit_years", f"{TABLE}.age_unknown_years")
PADS = (
    "transformer.*.count",
    "transformer.*.rating_mva",
    "transformer.*.secondary_v",
    "transformer.*.year",
    "transformer.*.hall",
    "project.start",
)
"""What decides which pads a hall has."""


class Filled(NamedTuple):
    """Transformers of one side or block: ratings in kVA, as far as each counts."""

    ratings: Group
    reused: int
    new: int
    covered_kva: float


def fill(units: int, unit_kva: float, left: list[float]) -> Filled:
    """Pads out of those `left`, largest first, in place of `units` of `unit_kva`, then new ones for the rest.

    A pad counts at most as one new unit, and only as many are taken as spare whole new units. Each
    side or block is filled for itself, so that it carries alone what its units would. What is taken
    leaves `left`.

    Source: rule of the reuse ledger, MVA for MVA.
    """
    needed = units * unit_kva
    taken, covered = Pool(tuple((kva, 1) for kva in left)).take(needed, unit_kva)
    ratings = [min(kva, unit_kva) for kva in left[:taken]]
    del left[:taken]
    new = ceil((needed - covered) / unit_kva) if unit_kva > 0 else 0
    return Filled((*ratings, *[unit_kva] * new), taken, new, covered)


def put_transformers(sheet: Sheet, hall: Hall, pads: Pool) -> Loaded:
    """Publish unit transformers, of which usable pads replace new ones MVA for MVA, and a line-up for each book unit.

    Source: `planner.model.redundancy.units_required`; electrical.transformer.
    """
    put, likely, books = sheet.put, sheet.books.likely, sheet.books
    load, form = sheet["hall_load_kw"], hall.redundancy.transformer
    factor, unit = likely(FACTOR), likely(UNIT)
    needed = plant_units(load / factor if factor else 0.0, unit, form, books, TABLE)
    rule, asked = (UNIT, FACTOR, *plant_uses(TABLE, form)), ("hall_load_kw", "hall.redundancy.transformer")
    plant = arranged("transformer", form, needed, unit, block_units_of(books))
    left = [kva for kva, count in pads.lots for _ in range(count)]
    groups = [fill(len(g), unit, left) for g in (*plant.groups, *plant.reserve, plant.swing)]
    reused, new = sum(g.reused for g in groups), sum(g.new for g in groups)
    covered = sum(g.covered_kva for g in groups)
    why = f"{shown(load)} kW / {factor:g} on {unit:g} kVA, {form}: {needed} units"
    put(
        "transformers",
        reused + new,
        "transformers",
        f"{why}; {reused} reused + {new} new",
        (*rule, *PAD_RULES),
        (*asked, *PADS),
    )
    put(
        "transformers_reused",
        reused,
        "transformers",
        f"{shown(covered)} of {shown(needed * unit)} kVA from pads of {pads.available} that suit",
        (*rule, *PAD_RULES),
        (*asked, *PADS),
    )
    put(
        "transformers_new",
        new,
        "transformers",
        f"({shown(needed * unit)} - {shown(covered)}) kVA / {unit:g}, whole on each side or block",
        rule,
        (*asked, "transformers_reused"),
    )
    _put_lineups(sheet, needed, rule, asked)
    ratings = [tuple(kva * factor for kva in g.ratings) for g in groups]
    active, idle = len(plant.groups), len(plant.groups) + len(plant.reserve)
    wired = replace(
        plant, groups=tuple(ratings[:active]), reserve=tuple(ratings[active:idle]), swing=ratings[idle]
    )
    return Loaded(wired, load, limits_of(books, TABLE), rule, (*asked, "transformers"))


def _put_lineups(sheet: Sheet, needed: int, rule: tuple[str, ...], asked: tuple[str, ...]) -> None:
    """Low-voltage line-ups: one per book unit of transformer needed, whatever stands there."""
    put, likely = sheet.put, sheet.books.likely
    unit, factor, normal = likely(UNIT), likely(FACTOR), likely(f"{TABLE}.normal_loading")
    put("lv_lineups", needed, "line-ups", f"one per {unit:g} kVA unit needed: {needed}", rule, asked)
    put(
        "lv_mw",
        needed * unit * factor * normal / 1000,
        "MW",
        f"{needed} x {unit:g} kVA x {factor:g} x {normal:g} / 1000, what line-ups carry in normal operation",
        (UNIT, FACTOR, f"{TABLE}.normal_loading"),
        ("lv_lineups",),
    )
