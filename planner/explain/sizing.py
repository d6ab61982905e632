"""Facts of sizing: figures of halls and site, the interconnect's sums, and the megawatt waterfall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.explain.result import Fact
from planner.model.address import format_address, id_key
from planner.model.facility import POSITIONAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.model.facility import Facility
    from planner.pipeline import Plan
    from planner.sizing.result import Figure

COMPUTE = {
    "nodes": "nodes", "gpus": "gpus", "units": "units", "leaf": "leaf_switches", "spine": "spine_switches", "core": "core_switches",
}  # fmt: skip
"""Keys of `sizing.network.compute` that are sums of a figure of each hall."""


def slug(text: str) -> str:
    """A waterfall step as part of a name."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def sizing_facts(plan: Plan) -> Iterator[Fact]:
    """Every figure, the sums over clusters, and every step of the waterfall."""
    members = _members(plan.facility)
    yield from _figures("site", plan.sizing.site, members)
    for hall in plan.sizing.halls:
        yield from _figures(hall.hall, hall.figures, members)
    yield from _network(plan)
    yield from _waterfall(plan)


def _members(facility: Facility) -> dict[str, tuple[str, ...]]:
    """Ids of the members of each list of tables."""
    return {
        table: tuple(str(getattr(m, id_key(table))) for m in members)
        for table in type(facility).model_fields
        if isinstance(members := getattr(facility, table), tuple) and table not in POSITIONAL
    }


def _figures(
    place: str, figures: Mapping[str, Figure], members: Mapping[str, tuple[str, ...]]
) -> Iterator[Fact]:
    for figure in figures.values():
        yield Fact(
            f"sizing.{place}.{figure.key}",
            figure.key.replace("_", " "),
            figure.value,
            figure.unit,
            figure.basis,
            tuple(dict.fromkeys((*_named(place, figure, figures, members), *figure.uses))),
            "figure",
            figure.source,
            figure.confidence,
        )


def _named(
    place: str, figure: Figure, figures: Mapping[str, Figure], members: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Names of what a figure needs: figures of its sheet or of another's, and addresses of the file.

    `transformer.*.count` stands for every transformer of the file.
    """
    for need in figure.needs:
        table, star, key = need.partition(".*.")
        if need in figures:
            yield f"sizing.{place}.{need}"
        elif star:
            for member in members.get(table, ()):
                yield f"{format_address((table, member))}.{key}"
        elif need.startswith("hall.") and place != "site":
            yield f"{format_address(('hall', place))}.{need[5:]}"
        else:
            yield need


def _network(plan: Plan) -> Iterator[Fact]:
    halls = plan.sizing.halls
    for key, value in plan.sizing.network.items():
        figure = COMPUTE.get(key)
        if figure is not None:
            parts = [h[figure] for h in halls]
            needs = tuple(f"sizing.{h.hall}.{figure}" for h in halls)
        else:
            parts = [sum(c[key] for c in h.clusters) for h in halls]
            needs = tuple(f"sizing.{h.hall}.{k}" for h in halls for k in ("nodes", "units", "clusters"))
        yield Fact(
            f"sizing.network.compute.{key}",
            f"{key.replace('_', ' ')} of every cluster",
            value,
            "",
            " + ".join(f"{p:,g}" for p in parts) or "no AI halls",
            needs,
            "figure",
        )


def _waterfall(plan: Plan) -> Iterator[Fact]:
    before: str | None = None
    for step in plan.sizing.waterfall:
        name = f"waterfall.{slug(step.step)}"
        yield Fact(
            name,
            step.step,
            step.running_mw,
            "MW",
            f"{step.running_mw - step.delta_mw:,.3f} {step.delta_mw:+,.3f} ({step.formula})",
            (*((before,) if before else ()), *step.needs),
            "figure",
            step.source,
        )
        before = name
