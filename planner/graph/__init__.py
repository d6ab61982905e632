"""The task graph: templates and items of the books, put to a facility's figures, and the person's own work."""

from planner.graph.build import build_graph
from planner.graph.result import Procurement, TaskGraph

__all__ = ["Procurement", "TaskGraph", "build_graph"]
