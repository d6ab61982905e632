"""Better orders of work: a search beside which the schedule given stands until something better is found.

numba, numpy and OR-Tools load when `optimise` is called, not before.
"""

from planner.optimise.optimiser import optimise
from planner.optimise.result import Moved, Objective, Optimised, Progress

__all__ = ["Moved", "Objective", "Optimised", "Progress", "optimise"]
