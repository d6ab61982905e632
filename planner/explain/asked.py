"""Facts of what exists and what is asked: the reuse ledger and the tenants' requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.explain.result import Fact
from planner.graph.templates import catalogue, fill
from planner.model.address import format_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.pipeline import Plan
    from planner.sizing.result import ReuseLine

IN_FILE = ("transformer", "switchboard", "feeder", "cooler", "fibre", "fleet")
"""Tables whose members are assets: the ledger's id is the address."""


def asked_facts(plan: Plan) -> Iterator[Fact]:
    """What each existing asset avoids, and each requirement of each hall."""
    yield from _ledger(plan)
    yield from _tenants(plan)


def _ledger(plan: Plan) -> Iterator[Fact]:
    platforms = {h.hall: h.platform for h in plan.sizing.halls}
    items = catalogue(plan.books).items
    seen: dict[str, int] = {}
    for line, value in zip(plan.sizing.reuse, plan.estimate.reuse_values, strict=True):
        place = line.hall or "site"
        name = f"reuse.{place}.{line.asset}"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            name = f"{name}.{line.decision}"
        placeholders = (("{platform}", platforms.get(line.hall or "", "")),)
        bought = [*([(line.avoids_item, line.avoids_quantity)] if line.avoids_item else []), *line.refurbish]
        prices = tuple(fill(items[item].price, placeholders) for item, _ in bought)
        net = value.net
        yield Fact(
            name,
            f"{line.decision} {line.name or line.asset}: direct cost avoided",
            0.0 if net is None else net.likely,
            "USD",
            _says(line),
            tuple(dict.fromkeys((*_address(plan, line), *prices))),
            "money",
            "rule of the reuse ledger" if line.decided_by == "rule" else f"own decision: {line.reason}",
            low=None if net is None else net.low,
            high=None if net is None else net.high,
        )


def _says(line: ReuseLine) -> str:
    avoids = f"; {line.avoids_quantity:,.6g} of {line.avoids_item} not bought" if line.avoids_item else ""
    work = "".join(f", less {amount:,.6g} of {item}" for item, amount in line.refurbish)
    return f"{line.rule}{avoids}{work}"


def _address(plan: Plan, line: ReuseLine) -> Iterator[str]:
    """Addresses of the file that the line is about."""
    table, _, identity = line.asset.partition(".")
    if table in IN_FILE:
        key = {"fibre": "diverse", "fleet": "count"}.get(table, "count")
        yield format_address((table, identity, key))
    elif table == "hall":
        yield format_address(("hall", identity.rpartition(".")[0], "existing_mw"))
    elif line.asset == "site.substation":
        yield "grid.capacity_mw"
    else:
        yield "building.fibre.routes_assumed"
    if line.decided_by == "person":
        yield format_address(("reuse", line.asset, "decision"))


def _tenants(plan: Plan) -> Iterator[Fact]:
    for check in plan.tenant_checks:
        requirement = check.requirement
        needs: list[str] = [f"hall.{check.hall}.ai.tenant_pack" if check.chosen else "packs.default.pack"]
        if requirement.field is not None:
            needs.append(f"hall.{check.hall}.{requirement.field}")
        elif requirement.figure is not None:
            of_site = requirement.figure.startswith("site.")
            needs.append(
                f"sizing.{requirement.figure}" if of_site else f"sizing.{check.hall}.{requirement.figure}"
            )
            needs.append(f"packs.{check.pack}.{requirement.id}")
        yield Fact(
            f"tenant.{check.hall}.{requirement.id}",
            requirement.name,
            check.status,
            "",
            check.basis,
            tuple(needs),
            "figure",
            check.source,
            check.confidence,
        )
