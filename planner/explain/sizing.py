"""Facts of sizing: figures of halls and site, the interconnect's sums, and the megawatt waterfall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.explain.result import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    yield from _figures("site", plan.sizing.site)
    for hall in plan.sizing.halls:
        yield from _figures(hall.hall, hall.figures)
    yield from _network(plan)
    yield from _waterfall(plan)


def _figures(place: str, figures: Mapping[str, Figure]) -> Iterator[Fact]:
    for figure in figures.values():
        yield Fact(
            f"sizing.{place}.{figure.key}",
            figure.key.replace("_", " "),
            figure.value,
            figure.unit,
            figure.basis,
            (*(_named(place, need, figures) for need in figure.needs), *figure.uses),
            "figure",
            figure.source,
            figure.confidence,
        )


def _named(place: str, need: str, figures: Mapping[str, Figure]) -> str:
    """The name of what a figure needs: another figure of its sheet, of another one, or an address of the file."""
    if need in figures:
        return f"sizing.{place}.{need}"
    if need.startswith("hall.") and place != "site":
        return f"hall.{place}.{need[5:]}"
    return need


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
