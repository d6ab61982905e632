"""Shows a picture of the network that may be larger than the screen, with a cursor that goes from task to task."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size, Spacing
from textual.scroll_view import ScrollView
from textual.strip import Strip

from planner.tui.messages import TaskChosen
from planner.tui.render.text import by_words

if TYPE_CHECKING:
    from textual import events

    from planner.tui.diagram.shapes import Point
    from planner.tui.render.graph import Picture

AROUND = Spacing(1, 6, 1, 6)
"""Cells about the chosen box that are kept in sight, so that one sees where its lines lead."""


class Canvas(ScrollView, can_focus=True):
    """Arrows follow relations to the left and right, and go up and down."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go('left')", "Predecessor", show=False),
        Binding("right", "go('right')", "Successor", show=False),
        Binding("up", "go('up')", "Up", show=False),
        Binding("down", "go('down')", "Down", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "canvas--plain", "canvas--muted", "canvas--strong", "canvas--title", "canvas--mark", "canvas--rule", "canvas--critical",
        "canvas--frame", "canvas--chosen-plain", "canvas--chosen-strong", "canvas--chosen-title",
    }  # fmt: skip

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.picture: Picture | None = None
        self.chosen = ""
        self._heavy: dict[Point, int] = {}
        self.words_when_empty = ""
        """What stands in place of a picture where there is none."""

    def say_when_empty(self, words: str) -> None:
        """Say why there is no picture, and what to do about it."""
        if words != self.words_when_empty:
            self.words_when_empty = words
            self.refresh()

    def clear(self) -> None:
        """The picture of what is no longer there goes."""
        if self.picture is not None:
            self.picture, self.chosen = None, ""
            self.virtual_size = Size(0, 0)
            self.refresh()

    def show(self, picture: Picture, chosen: str) -> None:
        """Draw a picture with the cursor on a task, or on the first where that is not in it."""
        self.picture = picture
        layout = picture.layout
        self.virtual_size = Size(layout.width, layout.height)
        self.choose(chosen if chosen in layout.boxes else next(iter(layout.boxes), ""), centre=True)
        self.call_after_refresh(self._into_sight, True)  # how far it scrolls is known when it is laid out

    def choose(self, task: str, centre: bool = False) -> None:
        """Put the cursor on a task of the picture and bring it into sight."""
        self.chosen = task
        self._heavy = self.picture.heavy(task) if self.picture is not None else {}
        self._into_sight(centre)
        self.refresh()
        self.post_message(TaskChosen(task))

    def on_resize(self) -> None:
        """What is told of the task takes room from the picture: the task stays in sight."""
        self.call_after_refresh(self._into_sight, False)

    def _into_sight(self, centre: bool) -> None:
        box = self.picture.layout.boxes.get(self.chosen) if self.picture is not None else None
        if box is not None:
            region = Region(box.x, box.y, box.width, box.height)
            self.scroll_to_region(region, spacing=AROUND, animate=False, center=centre, force=True)

    def action_go(self, direction: str) -> None:
        """Along a relation, or up and down; by the driving relation where there are several."""
        if self.picture is None:
            return
        plan = self.picture.plan
        driver = None
        if direction == "left" and self.chosen in plan.schedule.index:
            relation = plan.schedule.driver[plan.schedule.index[self.chosen]].relation
            driver = relation.predecessor if relation is not None else None
        found = self.picture.layout.beside(self.chosen, direction, driver)
        if found is not None:
            self.choose(found)

    def render_line(self, y: int) -> Strip:
        """One line of what is in sight."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        if self.picture is None:
            words = by_words(self.words_when_empty, width - 2) if y == 1 else ""
            muted = base + self.get_component_rich_style("canvas--muted", partial=True)
            return Strip([Segment(f" {words}", muted)]).adjust_cell_length(width, base)
        left, top = self.scroll_offset
        # A picture that is smaller than the room for it stands in its middle.
        layout = self.picture.layout
        margin = max(0, (width - layout.width) // 2)
        y = y + round(top) - self._above
        if not 0 <= y < layout.height:
            return Strip.blank(width, base)
        line = self.picture.line(y, self.chosen, self._heavy)
        segments = [Segment(" " * margin, base)] + [
            Segment(text, base + self.get_component_rich_style(f"canvas--{style}", partial=True))
            for text, style in line
        ]
        strip = Strip(segments)
        return strip.crop(round(left), round(left) + width).adjust_cell_length(width, base).simplify()

    @property
    def _above(self) -> int:
        if self.picture is None:
            return 0
        return max(0, (self.scrollable_content_region.height - self.picture.layout.height) // 2)

    def on_click(self, event: events.Click) -> None:
        """Click on a box."""
        if self.picture is None:
            return
        layout = self.picture.layout
        margin = max(0, (self.scrollable_content_region.width - layout.width) // 2)
        x, y = event.x + round(self.scroll_offset.x) - margin, event.y + round(self.scroll_offset.y)
        y -= self._above
        for box in layout.boxes.values():
            if box.x <= x < box.x + box.width and box.y <= y < box.y + box.height:
                self.choose(box.id)
                return
