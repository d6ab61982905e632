"""What is done in the app with members of the file's lists: add, copy, remove, move. Site and Tasks share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.model.problem import InputError, literal
from planner.tui.commands import keyed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.model.address import Address
    from planner.model.problem import Problem
    from planner.session.edits import Edit
    from planner.tui.app import PlannerApp
    from planner.tui.outline import Spot

DEFAULT_AI = {"platform": "hgx-h100", "critical_it_mw": 10, "cooling": "liquid"}
UNDONE = "It can be undone with {undo}."


class MemberActions:
    """Part of the app."""

    def add_member(  # type: ignore[misc]
        self: PlannerApp,
        spot: Spot,
        given: Mapping[str, Any] | None = None,
        then: Callable[[str], None] | None = None,
    ) -> None:
        """Add to the list that a place is, or is in; asks where a line must be typed.

        Args:
            spot: the place.
            given: values of the new member in place of the usual ones.
            then: told the id of what was added; without it Site goes there.
        """
        from planner.session.edits import AddMember, SetValue
        from planner.tui.members import NEEDS, new_member, typed_member

        file = self.open_file
        if file is None:
            return
        raw, table = file.session.raw, spot.table
        if spot.key == "grid" and file.session.facility.grid is None:
            self.commit(SetValue(("grid",), {"capacity_mw": 100}))
            return
        if spot.member is not None and spot.key.endswith(".ai") and not spot.forms:
            self.commit(SetValue((*spot.member, "ai"), dict(DEFAULT_AI)))
            return
        if table == ("scenario",) and spot.member is not None:
            self._ask_override(spot.member)
            return
        if table is None:
            self.notify("choose a list in the tree first: halls, tasks, crews …", markup=False)
            return
        member = new_member(raw, table, file.session.facility.project.start)
        if member is not None:
            self._added(table, {**member, **(given or {})}, then)
            return
        if table[-1] not in NEEDS:
            self.notify("add a hall first", markup=False)
            return

        def check(text: str) -> str:
            made = typed_member(table, text)
            if made is None:
                return f"write it as: {NEEDS[table[-1]].split('such as ')[-1]}"
            problems = file.session.trial(AddMember(table, made))
            return problems[0].message if problems else ""

        def add(text: str | None) -> None:
            made = typed_member(table, text) if text else None
            if made is not None:
                self._added(table, made, then)

        from planner.tui.screens.modals import Prompt

        self.push_screen(Prompt(f"Add to {spot.title.split(' › ')[0]}", NEEDS[table[-1]], check=check), add)

    def _added(  # type: ignore[misc]
        self: PlannerApp, table: Address, member: dict[str, Any], then: Callable[[str], None] | None
    ) -> None:
        from planner.model.address import format_address, get_value, id_key
        from planner.model.facility import POSITIONAL
        from planner.session.edits import AddMember

        if self.commit(AddMember(table, member)) and self.open_file is not None:
            held = get_value(self.open_file.session.raw, table)
            identity = str(len(held) - 1) if table[-1] in POSITIONAL else str(member[id_key(table[-1])])
            if then is not None:
                then(identity)
            else:
                self.go_to(format_address((*table, identity)))

    def _ask_override(self: PlannerApp, scenario: Address) -> None:  # type: ignore[misc]
        from planner.io.read import parse_setting
        from planner.model.address import format_address
        from planner.session.edits import SetValue
        from planner.tui.screens.modals import Prompt

        def edit_of(text: str) -> SetValue:
            address, value = parse_setting(text)
            return SetValue((*scenario, "set", format_address(address)), value)

        def check(text: str) -> str:
            try:
                problems = self.open_file.session.trial(edit_of(text)) if self.open_file else []
            except InputError as error:
                problems = list(error.problems)
            return problems[0].message if problems else ""

        def add(text: str | None) -> None:
            if text:
                self.commit(edit_of(text))

        self.push_screen(
            Prompt(
                "Add a change to this what-if",
                "Address = value, such as hall.h1.redundancy.ups = 2N",
                check=check,
            ),
            add,
        )

    def copy_member(  # type: ignore[misc]
        self: PlannerApp, spot: Spot, then: Callable[[str], None] | None = None
    ) -> None:
        """Add a copy of a member; `then` as in `add_member`."""
        from planner.tui.members import copied_member

        if spot.member is None or spot.table is None or self.open_file is None:
            self.notify("choose what to copy: a hall, a task, a crew …", markup=False)
            return
        self._added(spot.table, copied_member(self.open_file.session.raw, spot.member), then)

    def remove_member(self: PlannerApp, spot: Spot) -> None:  # type: ignore[misc]
        """Remove a member after a question; with a task of one's own go the relations that name it."""
        from planner.model.address import get_value
        from planner.session.edits import SetValue
        from planner.tui.members import relations_of, removal
        from planner.tui.render.numbers import count

        file = self.open_file
        if spot.member is None or file is None:
            self.notify("choose what to remove: a hall, a task, a crew …", markup=False)
            return
        detail = ""
        if spot.table == ("hall",) and spot.key.endswith((".ai", ".redundancy")):
            edit: Edit = SetValue((*spot.member, spot.key.rsplit(".", 1)[-1]), None)
        else:
            tied = relations_of(file.session.raw, spot.member[-1]) if spot.table == ("task",) else ()
            name = (get_value(file.session.raw, spot.member) or {}).get("name")
            detail = f"{name}\n" if name else ""
            detail += f"{count(len(tied), 'relation')} of it will go too. " if tied else ""
            edit = removal(file.session.raw, spot.member, *tied)
        self.ask_remove(f"Remove {spot.title}?", detail, edit)

    def remove_said(self: PlannerApp, task: str) -> None:  # type: ignore[misc]
        """Remove what the file says of a generated task, after a question; where it says nothing, tell what can be done."""
        from planner.tui.members import removal
        from planner.tui.task_edits import said_of

        file = self.open_file
        if file is None:
            return
        said = said_of(file.session.raw, task)
        if not said:
            self.notify(
                keyed(
                    "the books make this task, so it stays while the site needs it. {edit_task} says its dates, or that it "
                    "is done; {explain} shows what makes it: a figure there is replaced under Own figures on Site"
                ),
                markup=False,
            )
            return
        self.ask_remove(
            f"Remove what is said of {task}?",
            "\n".join(("The books make it, so it stays.", *said.values(), "")),
            removal(file.session.raw, *said),
        )

    def ask_remove(self: PlannerApp, question: str, detail: str, edit: Edit) -> None:  # type: ignore[misc]
        """Commit an edit that removes something, after a question."""
        from planner.tui.screens.modals import Confirm

        problems = self.open_file.session.trial(edit) if self.open_file is not None else []
        if problems:
            self.notify(literal(_why_it_stays(problems)), severity="warning", markup=False)
            return

        def remove(yes: bool | None) -> None:
            if yes:
                self.commit(edit)

        self.push_screen(Confirm(question, detail + keyed(UNDONE), "Remove"), remove)

    def move_member(self: PlannerApp, spot: Spot | None, offset: int) -> None:  # type: ignore[misc]
        """Move a member in its list."""
        from planner.session.edits import MoveMember

        if spot is not None and spot.member is not None:
            key = spot.key
            self.commit(MoveMember(spot.member, offset))
            if spot.table == ("relation",):
                at = int(spot.member[-1]) + offset
                key = f"relation.{max(0, at)}"
            self.go_to(key)


def _why_it_stays(problems: Sequence[Problem]) -> str:
    """Why something cannot be removed: what names it, or what else would be wrong without it."""
    from planner.model.address import format_address, parse_address

    naming = dict.fromkeys(
        format_address(parse_address(p.key)[:2]) for p in problems if p.code == "E-UNKNOWN-ID"
    )
    if len(naming) == 0 or any(p.code != "E-UNKNOWN-ID" for p in problems):
        return f"it stays: without it {'; '.join(f'{p.key}: {p.message}' for p in problems[:2])}"
    shown = ", ".join(list(naming)[:5]) + (f" and {len(naming) - 5} more" if len(naming) > 5 else "")
    return f"it stays: {shown} {'names' if len(naming) == 1 else 'name'} it. Change or remove {'that' if len(naming) == 1 else 'those'} first"
