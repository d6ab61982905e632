"""Explanations as plain dicts, for JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.explain.result import Explanation, Fact


def explanation_dict(explanation: Explanation) -> dict[str, Any]:
    """One explanation: the fact, then `inputs` and `dependents` by name."""
    fact = explanation.fact
    return {
        **_fact(fact),
        "title": fact.title,
        "confidence": explanation.confidence or None,
        "date": explanation.oldest or None,
        "class": fact.estimate_class,
        "inputs": [_fact(f) for f in explanation.inputs],
        "dependents": [f.name for f in explanation.dependents],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "figure": fact.name,
        "kind": fact.kind,
        "value": _finite(fact.value),
        "low": _finite(fact.low),
        "high": _finite(fact.high),
        "unit": fact.unit or None,
        "formula": fact.formula,
        "source": fact.source or None,
        "confidence": fact.confidence or None,
        "date": fact.date or None,
    }


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
