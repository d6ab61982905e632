"""A person's own keys, and the hints of a first visit."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from pathlib import Path

import pytest

import planner.tui
from planner.tui.commands import commands_for, keyed, show_keys
from planner.tui.hints import HINTS, note_seen
from planner.tui.keymap import checked, keymap_file, keymap_text, read_keymap
from planner.tui.widgets.strip import KeyBar
from tests.tui.conftest import go_to, make_app, press, settled
from tests.tui.test_edits import MW
from tests.tui.test_screens import screen_text
from tests.tui.test_session import with_edits


def give(text: str) -> None:
    keymap_file().parent.mkdir(parents=True, exist_ok=True)
    keymap_file().write_text(text, "utf-8")


def test_the_file_to_begin_with_is_read_back_as_the_usual_keys() -> None:
    lines = [line.removeprefix("# ") for line in keymap_text().splitlines() if " = " in line]
    raw = {k: v for k, v in tomllib.loads("\n".join(lines)).items() if v}
    keys, problems = checked(raw)
    assert problems == []
    assert keys == {c.id: c.keys for c in commands_for(None) if c.keys}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('undoo = "f5"', "no command has this id; did you mean undo"),
        ('undo = "ctrl+i"', "terminals send it for tab"),
        ('undo = "cmd+z"', "no terminal is sure to send this key"),
        ('undo = "ctrl+shift+z"', "no terminal is sure to send this key"),
        ("undo = 5", "write a key such as"),
        ('undo = ""', "write a key such as"),
        ('undo = "n"', "next_file has this key on the same screen"),
        ('sort = "/"', "filter has this key on the same screen"),
        ("[undo", "this is not TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(line: str, words: str) -> None:
    give(f"# my keys\n{line}\n")
    keys, problems = read_keymap()
    assert keys == {}
    assert words in problems[0].message
    assert problems[0].line == 2


def test_two_screens_may_use_one_key_and_keys_may_be_swapped() -> None:
    keys, problems = checked({"sort": "z", "zoom_in": "z", "next_file": "o", "open": ["n", "ctrl+o"]})
    assert problems == []
    assert keys == {"sort": "z", "zoom_in": "z", "next_file": "o", "open": "n,ctrl+o"}


async def test_own_keys_do_the_work_and_are_shown(site: Path) -> None:
    give('undo = "f5"\nsave_log = "f6"\nremove = "D"\nwhat_if = "ctrl+m"\n')
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert "terminals send it for enter" in screen_text(app)
        await press(pilot, "escape")
        await with_edits(pilot, 25)
        bar = app.screen.query_one(KeyBar).render().plain
        assert "F5 Undo" in bar
        assert "D Remove" in bar
        assert app.open_file is not None
        await press(pilot, "u")
        assert app.open_file.session.value(MW) == 25
        await press(pilot, "f5")
        assert app.open_file.session.value(MW) == 20
        await press(pilot, "f6")
        assert "Save the command log" in screen_text(app)
        await press(pilot, "escape", "f1")
        assert "F5" in screen_text(app)
        await press(pilot, "escape")
        await go_to(pilot, "task.dash")
        await press(pilot, "x")
        assert not app.screen.is_modal
        await press(pilot, "D")
        assert app.screen.is_modal
    keymap_file().unlink()
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert "u Undo" in app.screen.query_one(KeyBar).render().plain


async def test_words_name_the_key_that_a_person_gave(site: Path) -> None:
    note_seen([])
    give(
        'undo = "f5"\nfilter = "f6"\nfold_all = "Z"\nwhat_if = "W"\nadd = "A"\nsort_back = "J"\nchecks = "f7"\n'
    )
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert any("F5 takes it back" in n.message for n in app._notifications)
        await press(pilot, "2", "home")
        assert any("F6 filters" in n.message for n in app._notifications)
        assert "Z folds all" in screen_text(app)
        await press(pilot, "m", "W", "f1")
        told = [n.message for n in app._notifications]
        assert "marked: W makes a what-if of the edits from here on" in told
        assert "nothing has changed since the mark: edit something first, then W" in told
        assert "J turns the order round" in screen_text(app)
        await press(pilot, "escape")
        await go_to(pilot, "crew")
        await press(pilot, "x")
        await go_to(pilot, "task.dash")
        await press(pilot, "x")
        assert "It can be undone with F5." in screen_text(app)
        await press(pilot, "escape")
        await go_to(pilot, "hall.m1.ai")
        assert "A plans an AI hall" in screen_text(app)
    assert keyed("or see Checks ({checks})") == "or see Checks (F7)"
    show_keys({})


def test_every_text_with_keys_in_it_names_commands() -> None:
    known = {c.id for c in commands_for(None)}
    texts = list(HINTS.values())
    for path in sorted(Path(planner.tui.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "keyed":
                texts += [str(a.value) for a in node.args if isinstance(a, ast.Constant)]
    assert len(texts) > 20
    assert {name for text in texts for name in re.findall(r"\{(\w*)\}", text)} <= known
    for found in commands_for(None):
        assert "{" not in found.help()


@pytest.mark.parametrize("keys", [("f1",), ("ctrl+p",), ("2", "enter")])
async def test_a_hint_makes_way_for_what_comes_over_its_screen(site: Path, keys: tuple[str, ...]) -> None:
    note_seen([])
    app = make_app(site)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        assert any(n.title == "First time here" for n in app._notifications)
        await press(pilot, *keys)
        assert app.screen.is_modal
        assert not any(n.title == "First time here" for n in app._notifications)


async def test_each_screen_gives_one_hint_in_a_life(site: Path) -> None:
    note_seen([])
    for expected in (2, 0):
        app = make_app(site)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            told: set[str] = set()
            for key in ("1", "2", "1", "2", "1"):
                await press(pilot, key)
                standing = [n.message for n in app._notifications if n.title == "First time here"]
                assert len(standing) <= 1, "the hint of the screen before makes way"
                told.update(standing)
            assert len(told) == expected
    os.environ["XDG_STATE_HOME"] = "/dev/null/none"
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
