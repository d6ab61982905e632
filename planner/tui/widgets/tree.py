"""The facility as a tree: labels are literal, and only what changed is drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Tree

from planner.model.problem import literal
from planner.tui.messages import Entered, SpotChosen

if TYPE_CHECKING:
    from textual.widgets.tree import TreeNode

    from planner.model.address import Address
    from planner.tui.outline import Branch, Spot


class FacilityTree(Tree["Spot"]):
    """Chooses a place of the facility."""

    # As the keys up and down are: what came first is done first, however quickly they come.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "into", "Into", show=False),
        Binding("left", "out", "Out", show=False),
    ]
    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "

    def __init__(self) -> None:
        super().__init__(Text("…"), id="tree")
        self.show_root = True
        self.guide_depth = 2
        self.show_guides = False
        self.auto_expand = False
        self._by_key: dict[str, TreeNode[Spot]] = {}
        self._shape: tuple[object, ...] = ()
        self._changed: set[str] = set()
        """Keys of the places that differ from the file as saved, or hold one that does."""
        self.border_title = "Site"

    def action_into(self) -> None:
        """Unfold; on a place without others below it go to its form."""
        node = self.cursor_node
        if node is not None and node.allow_expand and not node.is_expanded:
            node.expand()
        elif node is not None and node.data is not None and node.data.forms:
            self.post_message(Entered(node.data))

    def action_out(self) -> None:
        """Fold, or go up."""
        node = self.cursor_node
        if node is not None and node.allow_expand and node.is_expanded and node is not self.root:
            node.collapse()
        elif node is not None and node.parent is not None:
            self.move_cursor(node.parent)

    def show(self, branch: Branch) -> None:
        """Show an outline: in place where its places are the same, built anew where not."""
        shape = _shape(branch)
        if shape == self._shape:
            self._relabel(branch)
            return
        expanded = {key: node.is_expanded for key, node in self._by_key.items()}
        at = (
            self.cursor_node.data.key
            if self.cursor_node is not None and self.cursor_node.data
            else branch.spot.key
        )
        line = self.cursor_line
        self._shape, self._by_key = shape, {}
        with self.prevent(Tree.NodeHighlighted):
            self.clear()
            self.root.set_label(_label(branch))
            self.root.data = branch.spot
            self._by_key[branch.spot.key] = self.root
            self._grow(self.root, branch, expanded)
            self.root.expand()
        self._move_to(self._by_key.get(at), line)

    def mark_changed(self, branch: Branch, addresses: frozenset[Address]) -> None:
        """Mark the places at or below which something differs."""
        found: set[str] = set()
        if addresses:
            _changed(branch, addresses, found)
        for key in found ^ self._changed:
            node = self._by_key.get(key)
            if node is not None:
                node.set_label(node.label)
        self._changed = found

    def _grow(self, node: TreeNode[Spot], branch: Branch, expanded: dict[str, bool]) -> None:
        for below in branch.below:
            unfold = expanded.get(below.spot.key, below.open)
            child = node.add(_label(below), below.spot, expand=unfold, allow_expand=bool(below.below))
            self._by_key[below.spot.key] = child
            self._grow(child, below, expanded)

    def _move_to(self, node: TreeNode[Spot] | None, line: int) -> None:
        _ = self._tree_lines  # lines are laid out lazily; a cursor can only go to a line that exists
        if node is not None:
            self.move_cursor(node)
        else:
            self.cursor_line = max(0, min(line, self.last_line))

    def _relabel(self, branch: Branch) -> None:
        node = self._by_key[branch.spot.key]
        node.data = branch.spot
        label = _label(branch)
        if node.label != label:
            node.set_label(label)
        for below in branch.below:
            self._relabel(below)

    def holds(self, key: str) -> bool:
        """Whether there is such a place."""
        return key in self._by_key

    def go_to(self, key: str) -> None:
        """Unfold the way to a place and put the cursor there."""
        node = self._by_key.get(key)
        if node is None:
            return
        above = node.parent
        while above is not None:
            above.expand()
            above = above.parent
        _ = self._tree_lines
        self.move_cursor(node)

    @property
    def spot(self) -> Spot | None:
        """The place the cursor is at."""
        return self.cursor_node.data if self.cursor_node is not None else None

    def render_label(self, node: TreeNode[Spot], base_style: Style, style: Style) -> Text:
        """The label, its detail quieter, cut to the width with an ellipsis."""
        prefix = (
            "" if not node.allow_expand else self.ICON_NODE_EXPANDED if node.is_expanded else self.ICON_NODE
        )
        label = node.label if isinstance(node.label, Text) else Text(str(node.label))
        text = Text.assemble(
            (prefix, base_style),
            label if prefix else Text.assemble("  " if node is not self.root else "", label),
        )
        text.stylize_before(style)
        depth, above = 0, node.parent
        while above is not None:
            depth, above = depth + 1, above.parent
        room = self.scrollable_content_region.width - depth * self.guide_depth
        changed = node.data is not None and node.data.key in self._changed
        room -= 2 if changed else 0
        if 8 < room < text.cell_len:
            text = _shortened(text, room)
        if changed:
            text.append(" " * max(1, room + 1 - text.cell_len) + "●", style + Style(bold=True))
        return text

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[Spot]) -> None:
        """Pass on where the cursor is."""
        event.stop()
        if event.node.data is not None:
            self.post_message(SpotChosen(event.node.data))


def _changed(branch: Branch, addresses: frozenset[Address], found: set[str]) -> bool:
    """Whether something of a branch differs; notes the key of each line where it does."""
    spot = branch.spot
    places = spot.forms or (() if spot.table is None or spot.member is not None else (spot.table,))
    own = any(place in addresses for place in places)
    below = [_changed(b, addresses, found) for b in branch.below]
    if own or any(below):
        found.add(spot.key)
        return True
    return False


def _shortened(text: Text, room: int) -> Text:
    """As many whole words of the detail as fit; a name that is too long alone ends in an ellipsis."""
    plain = text.plain
    split = plain.rfind("  ")
    end = len(plain)
    while split > 4 and end > split and cell_len(plain[:end]) > room:
        end = max(plain.rfind(" ", 0, end), split)
    cut = text[:end]
    if cut.cell_len > room:
        cut.truncate(room, overflow="ellipsis")
    cut.rstrip()
    return cut


def _label(branch: Branch) -> Text:
    text = Text(literal(branch.label), no_wrap=True, end="")
    if branch.detail:
        text.append(f"  {literal(branch.detail)}", "dim")
    return text


def _shape(branch: Branch) -> tuple[object, ...]:
    return (branch.spot.key, tuple(_shape(b) for b in branch.below))
