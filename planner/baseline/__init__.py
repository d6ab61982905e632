"""Plans kept beside the facility file: baselines, what a plan varies from one, and reported progress in numbers."""

from planner.baseline.keep import baseline_of, write_baseline
from planner.baseline.place import baseline_names, baseline_path
from planner.baseline.progress import Progress, progress_of
from planner.baseline.read import read_baseline
from planner.baseline.result import Baseline, BaselineHall, BaselineTask
from planner.baseline.variance import HallVariance, Headline, TaskVariance, Variance, headline, variance

__all__ = [
    "Baseline",
    "BaselineHall",
    "BaselineTask",
    "HallVariance",
    "Headline",
    "Progress",
    "TaskVariance",
    "Variance",
    "baseline_names",
    "baseline_of",
    "baseline_path",
    "headline",
    "progress_of",
    "read_baseline",
    "variance",
    "write_baseline",
]
