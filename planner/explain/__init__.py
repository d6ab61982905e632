"""Explain: every figure of a plan down to the facility file and the data books."""

from planner.explain.result import Explanation, Fact
from planner.explain.web import Web, unresolved

__all__ = ["Explanation", "Fact", "Web", "unresolved"]
