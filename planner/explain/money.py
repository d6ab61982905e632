"""Facts of the estimate: bill of quantities, lines, and totals at every level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cost.indirect import CONTINGENCY, ESCALATION, INDIRECTS
from planner.explain.result import Fact
from planner.graph.templates import catalogue, fill
from planner.model.address import format_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.cost.result import CapexLine, PricedLine
    from planner.pipeline import Plan

DIRECT = ("equipment", "labour")
PERCENT = {key: base for key, _, base, _, _ in INDIRECTS}


def money_facts(plan: Plan) -> Iterator[Fact]:
    """Every priced line, every line of the estimate, and their totals by kind, place and in all."""
    platforms = {h.hall: h.platform for h in plan.sizing.halls}
    for line in plan.estimate.boq:
        yield _priced(plan, line, platforms.get(line.hall or "", ""))
    for family, lines, total in (
        ("capex", plan.estimate.lines, "capex_usd"),
        ("it_capex", plan.estimate.it_lines, "it_capex_usd"),
    ):
        yield from _family(plan, family, lines, total)
        yield from _payers(f"{family}_by_payer", family, lines)
    yield Fact(
        "estimate_class",
        "AACE class of the estimate",
        plan.estimate.estimate_class,
        "",
        "the weakest class of its lines",
        ("capex_usd",),
        "money",
        estimate_class=plan.estimate.estimate_class,
    )
    yield from _per_mw(plan)


def _payers(name: str, family: str, lines: Iterable[CapexLine]) -> Iterator[Fact]:
    """What landlord and tenant pay."""
    by_payer: dict[str, list[CapexLine]] = {"landlord": [], "tenant": []}
    for line in lines:
        by_payer[line.payer].append(line)
    for payer, members in by_payer.items():
        yield _sum(f"{name}.{payer}", f"{family.replace('_', ' ')} that the {payer} pays", members, family)


def _place(hall: str | None) -> str:
    return hall or "site"


def _priced(plan: Plan, line: PricedLine, platform: str) -> Fact:
    item = catalogue(plan.books).items[line.item]
    price = fill(item.price, (("{platform}", platform),))
    paid = tuple(
        f"stock.{s.id}.paid"
        for s in plan.facility.stock
        if s.item == line.item and s.paid and s.hall in (None, line.hall)
    )
    return Fact(
        f"boq.{line.id}",
        line.name,
        line.total.likely,
        "USD",
        f"{line.quantity:,.6g} {line.unit} x {line.unit_price.likely:,.6g} USD; quantity: {line.basis}",
        (
            f"sizing.{_place(line.hall)}.{item.quantity}",
            price,
            *((item.labour_share,) if item.labour_share and line.id.endswith(".paid") else ()),
            *paid,
        ),
        "money",
        line.price_source,
        line.confidence,
        line.price_date,
        line.total.low,
        line.total.high,
        line.estimate_class,
    )


def _family(plan: Plan, family: str, lines: Iterable[CapexLine], total: str) -> Iterator[Fact]:
    places: dict[str, dict[str, list[CapexLine]]] = {}
    for line in lines:
        places.setdefault(_place(line.hall), {}).setdefault(line.kind, []).append(line)
        yield _line(plan, family, line)
    for place, kinds in places.items():
        for kind, members in kinds.items():
            yield _sum(f"{family}.{place}.total.{kind}", f"{kind} of {place}", members, family)
        direct = [line for kind in DIRECT for line in kinds.get(kind, ())]
        if family == "capex" and direct:
            yield _total(
                f"capex.{place}.total.direct",
                f"direct cost of {place}",
                [f"capex.{place}.total.{kind}" for kind in DIRECT if kind in kinds],
                direct,
            )
        every = [line for members in kinds.values() for line in members]
        yield _total(
            f"{family}.{place}.total",
            f"{family.replace('_', ' ')} of {place}",
            [f"{family}.{place}.total.{kind}" for kind in kinds],
            every,
        )
    every = [line for kinds in places.values() for members in kinds.values() for line in members]
    yield _total(total, total.replace("_", " "), [f"{family}.{place}.total" for place in places], every)


def _line(plan: Plan, family: str, line: CapexLine) -> Fact:
    return Fact(
        f"{family}.{line.id}",
        line.name,
        line.amount.likely,
        "USD",
        line.basis,
        tuple(_behind(plan, line)),
        "money",
        line.source,
        line.confidence,
        line.price_date or "",
        line.amount.low,
        line.amount.high,
        line.estimate_class,
    )


def _behind(plan: Plan, line: CapexLine) -> Iterator[str]:
    place = _place(line.hall)
    if line.kind == "own":
        yield format_address(("task", line.task or "", "cost_usd"))
    elif line.kind in DIRECT:
        bought = line.id.rpartition(".")[0]
        yield f"boq.{bought}"
        share = catalogue(plan.books).items[bought.split(".")[1]].labour_share
        if share is not None:
            yield share
    elif line.kind == "contingency":
        yield from (CONTINGENCY, f"capex.{place}.total.direct")
    elif line.kind == "escalation":
        yield from (ESCALATION, f"capex.{place}.total.direct", "project.start")
    else:
        key = line.id.rpartition(".")[2]
        base = "equipment" if PERCENT[key] == "equipment" else "direct"
        yield from (f"prices.percent.{key}", f"capex.{place}.total.{base}")


def _sum(name: str, title: str, lines: list[CapexLine], family: str) -> Fact:
    return _total(name, title, [f"{family}.{line.id}" for line in lines], lines)


def _total(name: str, title: str, needs: list[str], lines: list[CapexLine]) -> Fact:
    low, likely, high = (round(sum(line.amount[i] for line in lines), 2) for i in range(3))
    return Fact(
        name,
        title,
        likely,
        "USD",
        f"sum of {len(needs)} {'parts' if len(needs) != 1 else 'part'}: {len(lines)} lines",
        tuple(needs),
        "money",
        low=low,
        high=high,
        estimate_class=max((line.estimate_class for line in lines), default=None),
    )


def _per_mw(plan: Plan) -> Iterator[Fact]:
    mw = plan.critical_it_mw
    if mw is None:
        return
    yield Fact(
        "critical_it_mw",
        "critical IT",
        mw,
        "MW",
        " + ".join(f"{h['critical_it_kw']:,g}" for h in plan.sizing.halls) + " kW / 1000",
        tuple(f"sizing.{h.hall}.critical_it_kw" for h in plan.sizing.halls),
        "figure",
    )
    capex = plan.estimate.capex
    if mw:
        yield Fact(
            "capex_usd_per_mw",
            "facility capex per MW of critical IT",
            plan.capex_usd_per_mw,
            "USD/MW",
            f"{capex.likely:,.2f} USD / {mw:,g} MW",
            ("capex_usd", "critical_it_mw"),
            "money",
            low=capex.low / mw,
            high=capex.high / mw,
            estimate_class=plan.estimate.estimate_class,
        )
