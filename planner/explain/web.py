"""The web of facts of one plan: what each follows from, and what follows from it."""

from __future__ import annotations

import difflib
from functools import cached_property
from typing import TYPE_CHECKING

from planner.explain.asked import asked_facts
from planner.explain.book import book_fact
from planner.explain.columns import task_column
from planner.explain.given import GivenFacts
from planner.explain.money import money_facts
from planner.explain.paths import readings
from planner.explain.result import Explanation, Fact
from planner.explain.sizing import sizing_facts
from planner.explain.time import time_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.pipeline import Plan

WORST_FIRST = ("judgement", "assumed", "override", "derived", "given", "sourced", "")
MOST_NAMED = 400


class Web:
    """All facts of a plan by name. Facts of the file and the books are made when they are asked for."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._given = GivenFacts(plan.facility)
        self._facts: dict[str, Fact] = {}
        for facts in (sizing_facts(plan), money_facts(plan), time_facts(plan), asked_facts(plan)):
            for fact in facts:
                self._facts[fact.name] = fact
        self._ends: dict[str, Fact] = {}
        self._worth: dict[str, tuple[str, str]] = {}

    @property
    def computed(self) -> tuple[str, ...]:
        """Names of all that the plan computes, in order."""
        return tuple(self._facts)

    def fact(self, name: str) -> Fact | None:
        """The fact of a name; None where there is none."""
        found = self._facts.get(name) or self._ends.get(name)
        if found is None:
            found = task_column(self.plan, name) or book_fact(self.plan.books, name) or self._given.fact(name)
            if found is not None:
                self._ends[name] = found
        return found

    @cached_property
    def _dependents(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for fact in self._facts.values():
            for need in fact.needs:
                found.setdefault(need, []).append(fact.name)
        return found

    def explain(self, name: str) -> Explanation | None:
        """A fact with its inputs and dependents; None where the plan has no such fact."""
        fact = self.fact(name)
        if fact is None:
            return None
        inputs = tuple(f for f in map(self.fact, dict.fromkeys(fact.needs)) if f is not None)
        dependents = tuple(self._facts[n] for n in dict.fromkeys(self._dependents.get(name, ())))
        confidence, oldest = self.worth(name)
        return Explanation(fact, inputs, dependents, confidence, oldest)

    def worth(self, name: str) -> tuple[str, str]:
        """Weakest confidence and oldest date behind a fact. Iterative: a chain of tasks is thousands long."""
        stack, opened = [name], set[str]()
        while stack:
            at = stack[-1]
            if at in self._worth:
                stack.pop()
                continue
            fact = self.fact(at)
            if fact is None:
                self._worth[at] = ("", "")
                continue
            missing = [n for n in fact.needs if n not in self._worth and n not in opened]
            if missing:
                opened.add(at)
                stack.extend(missing)
                continue
            # What is opened and has no worth yet waits for this one: an unexpected loop ends where it closes.
            behind = [self._worth[n] for n in fact.needs if n in self._worth]
            own = fact.confidence if fact.kind in ("file", "book") else ""
            worst = min([own, *(c for c, _ in behind)], key=WORST_FIRST.index)
            dates = sorted(d for d in (fact.date, *(d for _, d in behind)) if d)
            self._worth[at] = (worst, dates[0] if dates else "")
        return self._worth[name]

    def find(self, asked: str) -> tuple[str, ...]:
        """Names that are meant: the exact one, else all that end in it (`ups_modules`, `h1.ups`), else all that begin so (`reuse.h1`)."""
        for name in readings(asked):
            if self.fact(name) is not None:
                return (name,)
        ends, begins = f".{asked}", f"{asked}."
        return tuple(n for n in self._facts if n.endswith(ends)) or tuple(
            n for n in self._facts if n.startswith(begins)
        )

    def nearest(self, asked: str) -> tuple[str, ...]:
        """Names that look like what was asked."""
        last = asked.rpartition(".")[2]
        names = dict.fromkeys(n.rpartition(".")[2] for n in self._facts if not n.startswith("tasks."))
        return tuple(difflib.get_close_matches(last, names, 4, 0.5))


def unresolved(web: Web, names: Iterable[str]) -> list[tuple[str, str]]:
    """(fact, need) where a need is no fact of the plan, the file or the books: an explanation that ends in nothing."""
    found = []
    for name in names:
        fact = web.fact(name)
        if fact is not None:
            found += [(name, need) for need in fact.needs if web.fact(need) is None]
    return found
