"""Commands that move about: screens, help, checks, palette."""
# ruff: noqa: D102 - `run` is described by Command; a class's docstring is its help

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from planner.tui.commands.base import Command, commands_for

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp


class _Go(Command):
    group = "Screens"
    mode: ClassVar[str] = ""

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.show_mode(cls.mode)


class GoSite(_Go):
    """The facility as a tree, and the form of what is chosen in it."""

    id, label, keys, shown_key, mode = "site", "Site", "1", "1", "site"


class GoTasks(_Go):
    """Every task with its dates and float."""

    id, label, keys, shown_key, mode = "tasks", "Tasks", "2", "2", "tasks"


class GoGantt(_Go):
    """The programme as bars over time."""

    id, label, keys, shown_key, mode = "gantt", "Gantt", "3", "3", "gantt"


class GoGraph(_Go):
    """The network as boxes and lines: round a task, the critical path, a hall, a discipline."""

    id, label, keys, shown_key, mode = "graph", "Graph", "4", "4", "graph"


class GoMoney(_Go):
    """Capex by hall and discipline, facility and IT apart, and what is spent month by month."""

    id, label, keys, shown_key, mode = "money", "Money", "5", "5", "money"


class GoCompare(_Go):
    """Plans of files and what-ifs side by side."""

    id, label, keys, shown_key, mode = "compare", "Compare", "6", "6", "compare"


class GoChecks(_Go):
    """Every problem of the plan, worst first, with what to do about each."""

    id, label, keys, shown_key, mode = "checks", "Checks", "7,p", "7", "checks"


def tabs() -> list[tuple[str, str, str]]:
    """Mode, key and name of each screen, as the bar of keys has them."""
    found = [c for c in commands_for() if issubclass(c, _Go)]
    return [(c.mode, c.key(), c.label) for c in sorted(found, key=lambda c: c.shown_key)]


class Help(Command):
    """What each key does here."""

    id, label, keys, shown_key, footer = "help", "Help", "f1,question_mark", "F1", "Help"
    in_forms = True

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        from planner.tui.screens.help import HelpScreen

        app.push_screen(HelpScreen(app.mode_name, app.size.width))


class Palette(Command):
    """Every command by name, and every place of the facility."""

    id, label, keys, shown_key, footer = "palette", "All commands", "ctrl+p", "^p", "All"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.action_command_palette()


class Explain(Command):
    """What the figures of the chosen hall, task or site are made of, down to the file and the data books."""

    id, label, keys, shown_key, footer, group = "explain", "Explain figures", "e", "e", "Explain", "Screens"
    screens = ("site", "tasks", "gantt", "graph", "money", "compare", "checks")
    needs = "plan"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.explain()


class Why(Command):
    """What drives the start of the task under the cursor, back to the project start, and what a day sooner takes."""

    id, label, keys, shown_key, footer, group = "why", "Why this date", "d", "d", "Why", "Tasks"
    screens = ("tasks", "gantt", "graph")
    needs = "plan"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.why()


class Search(Command):
    """Search for better dates within crews and megawatts behind the screen; again ends it with the best found."""

    id, label, keys, shown_key, group = "search", "Search for better dates", "b", "b", "Tasks"
    needs = "plan"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.search()


class Light(Command):
    """Change between the dark and the light theme."""

    id, label = "theme", "Dark or light theme"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.theme = "planner-light" if app.theme == "planner-dark" else "planner-dark"


class _Plain(Command):
    """A command of one screen: handed to that screen's method of the same name."""

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        cls.on_screen(app)


class Filter(_Plain):
    """Show only tasks whose id, name, discipline, hall or crew holds the words typed."""

    id, label, keys, shown_key, footer, group = "filter", "Filter tasks", "slash", "/", "Filter", "Tasks"
    screens = ("tasks", "gantt")


class CriticalOnly(_Plain):
    """Show only critical tasks, or all."""

    id, label, keys, shown_key, footer, group = (
        "critical",
        "Critical tasks only",
        "c",
        "c",
        "Critical",
        "Tasks",
    )
    screens = ("tasks", "gantt")


class NextHall(_Plain):
    """Show the tasks of one hall after the other, then of all."""

    id, label, keys, shown_key, footer, group = "hall", "Next hall", "h", "h", "Hall", "Tasks"
    screens = ("tasks", "gantt", "graph")


class Sort(_Plain):
    """Sort by the next of the columns shown; {sort_back} turns the order round."""

    id, label, keys, shown_key, group = "sort", "Sort by next column", "s", "s", "Tasks"
    screens = ("tasks",)


class ZoomIn(_Plain):
    """Fewer days to a cell; in Graph, one step fewer round the task."""

    id, label, keys, shown_key, footer, group = (
        "zoom_in",
        "Zoom in",
        "plus,equals_sign",
        "+",
        "Zoom in",
        "Gantt",
    )
    screens = ("gantt", "graph")


class ZoomOut(_Plain):
    """More days to a cell; in Graph, one step more round the task."""

    id, label, keys, shown_key, footer, group = "zoom_out", "Zoom out", "minus", "-", "Out", "Gantt"
    screens = ("gantt", "graph")


class GroupBy(_Plain):
    """Group by hall, or by discipline."""

    id, label, keys, shown_key, footer, group = (
        "grouping",
        "Group by hall or discipline",
        "g",
        "g",
        "Group",
        "Gantt",
    )
    screens = ("gantt", "money")


class Centre(_Plain):
    """Draw the neighbourhood of the task at the cursor; the arrows follow relations to it."""

    id, label, keys, shown_key, footer, group = (
        "centre",
        "Centre on the task",
        "enter",
        "enter",
        "Centre",
        "Graph",
    )
    screens = ("graph",)


class NextView(_Plain):
    """Draw the critical path, the task's hall, its discipline, its neighbourhood: one after the other."""

    id, label, keys, shown_key, footer, group = "view", "Next kind of picture", "v", "v", "View", "Graph"
    screens = ("graph",)


class Back(_Plain):
    """Go back to the picture before."""

    id, label, keys, shown_key, footer, group = (
        "back",
        "Back",
        "backspace,left_square_bracket",
        "[",
        "Back",
        "Graph",
    )
    screens = ("graph",)


class Forward(_Plain):
    """Go forward to the picture that back came from."""

    id, label, keys, shown_key, footer, group = (
        "forward",
        "Forward",
        "right_square_bracket",
        "]",
        "Forward",
        "Graph",
    )
    screens = ("graph",)


class InTasks(_Plain):
    """Show the task at the cursor in the table of tasks."""

    id, label, keys, shown_key, group = "in_tasks", "Show the task in Tasks", "t", "t", "Graph"
    screens = ("graph",)


class Unfold(_Plain):
    """Show what a sum is made of, or fold it up; on a total, all its sums."""

    id, label, keys, shown_key, footer, group = "unfold", "Unfold", "enter,space", "enter", "Unfold", "Money"
    screens = ("money",)


class OtherTable(_Plain):
    """Go to the other table: sums of capex, or months of spend."""

    id, label, keys, shown_key, footer, group = "table", "Sums or months", "t", "t", "Sums/months", "Money"
    screens = ("money",)


class OtherSide(_Plain):
    """Show the months of the facility, or those of IT."""

    id, label, keys, shown_key, footer, group = "side", "Months of facility or IT", "i", "i", "IT", "Money"
    screens = ("money",)


class Follow(_Plain):
    """Go to what the problem is about: the field on Site, or the task in Tasks."""

    id, label, keys, shown_key, footer, group = (
        "follow",
        "Go to what it is about",
        "enter",
        "enter",
        "Go there",
        "Checks",
    )
    screens = ("checks",)


class CopyLine(_Plain):
    """Copy the chosen task, problem, figure, place or field to the clipboard, also over ssh where the terminal allows it (OSC 52)."""

    id, label, keys, shown_key, group = "copy_line", "Copy to the clipboard", "y,ctrl+t", "y", "Edit"
    screens = ("site", "tasks", "gantt", "graph", "money", "compare", "checks")


class Choose(_Plain):
    """Choose which files and what-ifs stand side by side."""

    id, label, keys, shown_key, footer, group = "choose", "Choose plans", "c", "c", "Choose plans", "Compare"
    screens = ("compare",)


class OnlyDifferent(_Plain):
    """Show only the rows that differ, or all."""

    id, label, keys, shown_key, footer, group = (
        "different",
        "Only what differs",
        "d",
        "d",
        "Differences",
        "Compare",
    )
    screens = ("compare",)
