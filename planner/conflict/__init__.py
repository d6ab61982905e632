"""Why dates cannot be kept: irreducible sets of tasks, crews, megawatts and constraints that conflict."""

from planner.conflict.find import MOST_SETS, Conflicts, find_conflicts
from planner.conflict.result import Conflict
from planner.conflict.words import conflict_problems

__all__ = ["MOST_SETS", "Conflict", "Conflicts", "conflict_problems", "find_conflicts"]
