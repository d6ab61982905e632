"""Every file of tests/data/bad says in its first line which problems it must yield: `#! CODE:LINE …`."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from planner.cli.main import main
from planner.io.read import parse_toml_value, read_facility, split_reference
from planner.model.problem import InputError

BAD = sorted((Path(__file__).parents[2] / "data" / "bad").glob("*.toml"))
PLACE = re.compile(r"^(?P<file>.*?):(?P<line>\d+): (?P<code>[EFW]-[A-Z-]+) (?P<rest>.+: .+)$")
START = "[project]\nstart = 2027-01-04\n"


def check(path, capsys) -> tuple[int, list[str], str]:
    """Exit code, `CODE:LINE` of each printed problem, and everything printed."""
    code = main(["check", str(path)])
    out, err = capsys.readouterr()
    found = []
    for line in out.splitlines():
        match = PLACE.match(line)
        assert match is not None, line
        assert match["file"] == str(path)
        found.append(f"{match['code']}:{match['line']}")
    assert "Traceback" not in err
    assert "internal error" not in err
    return code, found, out + err


def test_there_are_bad_files():
    assert len(BAD) >= 40


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_bad_file_yields_its_problems(path, capsys):
    expected = path.read_text("utf-8").split("\n", 1)[0].removeprefix("#! ").split()
    code, found, text = check(path, capsys)
    assert sorted(f for f in found if f.startswith("E-")) == sorted(expected)
    assert code == 2
    assert "\x1b" not in text
    assert "\x07" not in text
    assert main(["plan", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert all(f.split(":")[0] in err for f in expected)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty", b"", "E-MISSING:1"),
        ("blank", b"\n\n  \n", "E-MISSING:1"),
        ("not_utf8", START.encode() + b'[site]\nname = "caf\xe9"\n', "E-ENCODING:4"),
        ("utf16", START.encode("utf-16"), "E-ENCODING:1"),
        ("nul", START.encode() + b"\x00", "E-SYNTAX:3"),
        ("nul_in_string", START.encode() + b'[site]\nname = "a\x00b"\n', "E-SYNTAX:4"),
        ("junk", bytes(range(32, 127)) * 55_000, "E-SYNTAX:1"),
        ("junk_lines", b"x = 1\n" + b"lorem ipsum\n" * 400_000, "E-SYNTAX:2"),
        ("binary", bytes(range(256)) * 4096, "E-ENCODING:2"),
        ("crlf", (START + "[site]\nnmae = 1\n").replace("\n", "\r\n").encode(), "E-UNKNOWN-KEY:4"),
        ("bom", b"\xef\xbb\xbf" + (START + "strat = 1\n").encode(), "E-UNKNOWN-KEY:3"),
        ("lone_cr", START.replace("\n", "\r").encode(), "E-SYNTAX:1"),
        ("long_key", (START + "k" * 1_000_000 + " = 1\n").encode(), "E-UNKNOWN-KEY:3"),
        ("long_string", (START + '[site]\nname = "' + "x" * 5_000_000 + '"\n').encode(), "E-VALUE:4"),
        ("deep_inline", ("a = " + "{a = " * 3000 + "1" + "}" * 3000).encode(), "E-SYNTAX:1"),
        ("too_large", b"#" * (33 * 1024 * 1024), "E-FILE:1"),
    ],
    ids=lambda v: v if isinstance(v, str) and "-" not in v else "",
)
def test_bad_bytes(tmp_path, capsys, name, content, expected):
    path = tmp_path / f"{name}.toml"
    path.write_bytes(content)
    code, found, text = check(path, capsys)
    assert found == [expected]
    assert code == 2
    assert len(text) < 3000


def test_crlf_and_bom_read_as_without(tmp_path):
    text = START + '[site]\nname = "Hütte"\n'
    plain, windows = tmp_path / "a.toml", tmp_path / "b.toml"
    plain.write_bytes(text.encode())
    windows.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_facility(plain).facility == read_facility(windows).facility


@pytest.mark.parametrize(
    "name",
    ["missing.toml", "", ".", "a\0b", "x" * 5000, "x" * 5000 + "@y", "no/such/folder.toml", "@", "a.toml@"],
)
def test_no_such_file(tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    for command in (["check", name], ["plan", name], ["compare", name, name]):
        assert main(command) == 2
        out, err = capsys.readouterr()
        assert "E-FILE" in out + err
        assert "internal error" not in err


def test_a_folder_is_no_file(tmp_path, capsys):
    assert check(tmp_path, capsys)[:2] == (2, ["E-FILE:1"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable(tmp_path, capsys):
    path = tmp_path / "a.toml"
    path.write_text(START)
    path.chmod(0)
    assert check(path, capsys)[:2] == (2, ["E-FILE:1"])


def test_an_unreadable_file_says_so(tmp_path, capsys, monkeypatch):
    path = tmp_path / "a.toml"
    path.write_text(START)

    def refuse(self, *_, **__):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    code, found, text = check(path, capsys)
    assert (code, found) == (2, ["E-FILE:1"])
    assert "Permission denied" in text


def test_all_problems_of_a_large_file_at_once_and_soon(tmp_path, capsys):
    task = '[[task]]\nid = "t{0}"\nduration_days = 1\ncalendar = "std{0}"\nfoo = 1\n'
    relation = '[[relation]]\npredecessor = "z{0}"\nsuccessor = "t{0}"\n'
    path = tmp_path / "many.toml"
    path.write_text(START + "".join((task + relation).format(i) for i in range(2000)))
    code, found, _ = check(path, capsys)
    assert code == 2
    assert len(found) == 6000


def test_problems_of_every_file_are_told(tmp_path, capsys):
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(START)
    bad.write_text("x = 1\n")
    assert main(["check", str(bad), str(good), str(tmp_path / "gone.toml")]) == 2
    out, err = capsys.readouterr()
    assert [line.split(" ")[1] for line in out.splitlines()] == ["E-MISSING", "E-UNKNOWN-KEY", "E-FILE"]
    assert err.splitlines() == [f"{bad}: 2 errors", f"{good}: fine", f"{tmp_path / 'gone.toml'}: 1 error"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2N", "2N"),
        ('"2N"', "2N"),
        ("3", 3),
        ("3.5", 3.5),
        ("true", True),
        ("a b", "a b"),
        ("[1, 2]", [1, 2]),
        ("x\ny = 1", "x\ny = 1"),
        ("", ""),
        ("9" * 5000, "9" * 5000),
        ("[" * 5000, "[" * 5000),
    ],
)
def test_values_as_typed(text, value):
    assert parse_toml_value(text) == value


def test_a_file_whose_name_holds_an_at_comes_first(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert split_reference("a@b.toml") == (Path("a"), "b.toml")
    (tmp_path / "a@b.toml").write_text(START)
    assert split_reference("a@b.toml") == (Path("a@b.toml"), None)
    assert split_reference("a@b.toml@s") == (Path("a@b.toml"), "s")


def test_a_scenario_need_not_fit_another(tmp_path):
    """One scenario goes liquid, the other picks air on the platform of the base: neither is checked on the other."""
    from planner.io.read import read_reference

    path = tmp_path / "a.toml"
    path.write_text(
        START + '[grid]\ncapacity_mw = 40.0\n[[hall]]\nid = "h1"\n[hall.ai]\nplatform = "hgx-h100"\n'
        'cooling = "liquid"\nnodes = 8\n[[scenario]]\nid = "nvl"\nset = { "hall.h1.ai.platform" = "gb200-nvl72" }\n'
        '[[scenario]]\nid = "air"\nset = { "hall.h1.ai.cooling" = "air" }\n'
    )
    assert read_reference(f"{path}@nvl")[0].facility.hall[0].ai.platform == "gb200-nvl72"
    assert read_reference(f"{path}@air")[0].facility.hall[0].ai.cooling == "air"
    with pytest.raises(InputError, match="no scenario has this id"):
        read_reference(f"{path}@none")
