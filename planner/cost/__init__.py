"""The estimate: bill of quantities x prices, indirects, escalation and contingency, facility and IT apart."""

from planner.cost.estimate import estimate
from planner.cost.result import CapexLine, Estimate, Money, PricedLine

__all__ = ["CapexLine", "Estimate", "Money", "PricedLine", "estimate"]
