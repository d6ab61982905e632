"""What the command line understands."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from planner.cli.exits import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    Adding = Callable[..., argparse.ArgumentParser]

COMMANDS = (
    "open",
    "new",
    "check",
    "plan",
    "baseline",
    "compare",
    "explain",
    "why",
    "benchmark",
    "replay",
    "serve",
    "keys",
)

EXITS = """\
exit codes:
  0  fine
  1  the plan stands, but a check failed (missed date, grid limit, late order …)
  2  bad input or usage

FILE may be FILE@SCENARIO wherever a plan is made."""


class Parser(argparse.ArgumentParser):
    """Refuses abbreviations, and says what to write when a file stands where a command belongs."""

    def error(self, message: str) -> NoReturn:
        """Print the message without the whole usage, and exit with 2."""
        if "invalid choice" in message and self.prog == "planner":
            message = f"there is no such command; commands are {', '.join(COMMANDS)} (planner open FILE shows a file)"
        self.exit(ExitCode.BAD_INPUT, f"{self.prog}: error: {message}; see {self.prog} --help\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    parser = Parser(
        prog="planner",
        description="Plans the conversion of Bitcoin mines into AI data halls. Without a command, opens the app.",
        epilog=EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, summary: str, details: str = "") -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}. {details}".strip(),
            epilog=EXITS,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    for add in (
        _open_command,
        _new_command,
        _check_command,
        _plan_command,
        _baseline_command,
        _compare_command,
        _explain_command,
        _why_command,
        _benchmark_command,
        _replay_command,
        _serve_command,
    ):
        add(command)
    return parser


def _open_command(command: Adding) -> None:
    added = command("open", "open facility files in the app")
    added.add_argument("files", nargs="*", metavar="FILE", help="facility file")


def _new_command(command: Adding) -> None:
    added = command("new", "write a commented starter facility file")
    added.add_argument("file", metavar="FILE", help="file to write, such as site.toml")
    added.add_argument("--force", action="store_true", help="overwrite a file that exists")


def _check_command(command: Adding) -> None:
    added = command("check", "check facility files and print every problem with its line")
    added.add_argument("files", nargs="+", metavar="FILE", help="facility file, or FILE@SCENARIO")
    added.add_argument("--json", action="store_true", help="print the problems as JSON")
    added.add_argument("--strict", action="store_true", help="take warnings as failures")
    _baseline(added, "judge missed tasks and execution against this baseline of each file")
    _books(added)


def _plan_command(command: Adding) -> None:
    added = command("plan", "plan a facility: dates, megawatts, capex and why")
    added.add_argument("file", metavar="FILE", help="facility file, or FILE@SCENARIO")
    added.add_argument("--start", metavar="DATE", help="start the programme on this day, such as 2027-01-04")
    _settings(added)
    _baseline(added, "show what varies from this baseline of the file")
    form = added.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the whole plan as JSON")
    form.add_argument("--toml", action="store_true", help="print the whole plan as TOML")
    added.add_argument(
        "-o", "--output", metavar="OUT", help="write to a file; its .json or .toml names the format"
    )
    added.add_argument("--force", action="store_true", help="let -o overwrite a file that exists")
    _search(added)
    _books(added)


def _baseline_command(command: Adding) -> None:
    added = command(
        "baseline",
        "keep the plan's dates and money beside the file, to compare later plans with",
        "Without NAME, lists what is kept. site.toml has its baselines in site.baselines/NAME.toml.",
    )
    added.add_argument("file", metavar="FILE", help="facility file, or FILE@SCENARIO")
    added.add_argument("name", nargs="?", metavar="NAME", help="letters, digits, _ and -, such as contract")
    added.add_argument("--force", action="store_true", help="overwrite a baseline of this name")
    _books(added)


def _compare_command(command: Adding) -> None:
    added = command("compare", "lay plans side by side; differences are against the first")
    added.add_argument("files", nargs="+", metavar="FILE", help="two or more files, or FILE@SCENARIO")
    added.add_argument("--json", action="store_true", help="print the comparison as JSON")
    _settings(added)
    _books(added)


def _explain_command(command: Adding) -> None:
    added = command(
        "explain",
        "show what a figure is made of, down to the file and the data books",
        "Without FIGURE, lists the headline figures and the families of all others.",
    )
    added.add_argument("file", metavar="FILE", help="facility file, or FILE@SCENARIO")
    added.add_argument(
        "figures",
        nargs="*",
        metavar="FIGURE",
        help="a name such as capex_usd, h1.ups_modules or prices.ups, or its end",
    )
    added.add_argument("--json", action="store_true", help="print the explanations as JSON")
    _settings(added)
    _books(added)


def _why_command(command: Adding) -> None:
    added = command(
        "why",
        "show what drives a task's start, back to the project start",
        "Also what would have to change for it to start a day sooner.",
    )
    added.add_argument("file", metavar="FILE", help="facility file, or FILE@SCENARIO")
    added.add_argument("task", metavar="TASK", help="id of a task, such as h1.ups_install")
    added.add_argument("--json", action="store_true", help="print the chain as JSON")
    _settings(added)
    _books(added)


def _benchmark_command(command: Adding) -> None:
    added = command("benchmark", "show where a plan stands among published conversions")
    added.add_argument("file", metavar="FILE", help="facility file, or FILE@SCENARIO")
    added.add_argument("--json", action="store_true", help="print the figures and their neighbours as JSON")
    _settings(added)
    _books(added)


def _replay_command(command: Adding) -> None:
    added = command(
        "replay",
        "do again what a session in the app did, and say what each edit does to date and cost",
        "The app saves a log with `Save the command log`; what a crash left behind is one too.",
    )
    added.add_argument("log", metavar="LOG", help="command log, *.jsonl")
    added.add_argument("file", nargs="?", metavar="FILE", help="do it on this facility, not the log's own")
    added.add_argument(
        "--toml", action="store_true", help="print the facility that it makes, not what it does"
    )
    added.add_argument("-o", "--output", metavar="OUT", help="write the facility that it makes")
    added.add_argument("--force", action="store_true", help="let -o overwrite a file that exists")
    _books(added)


def _serve_command(command: Adding) -> None:
    added = command(
        "serve",
        "show the app in a browser",
        "Whoever can reach the address can edit the files, so it is this machine alone unless --host names another.",
    )
    added.add_argument("files", nargs="*", metavar="FILE", help="facility file")
    added.add_argument("--host", default="127.0.0.1", metavar="HOST", help="address to listen on (127.0.0.1)")
    added.add_argument("--port", type=int, default=8000, metavar="PORT", help="port to listen on (8000)")
    added.add_argument(
        "--url", metavar="URL", help="address that browsers use, where a proxy stands before this one"
    )

    command(
        "keys",
        "print every command of the app with its keys, as a file to begin your own with",
        "The app reads keys.toml of facility-planner in the config folder, such as ~/.config/facility-planner/keys.toml.",
    )


def _settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        dest="settings",
        help="replace a value, such as hall.h1.redundancy.ups=2N; may be repeated",
    )


def _search(parser: argparse.ArgumentParser) -> None:
    """How long and for what to look for better dates."""
    parser.add_argument(
        "--optimise",
        metavar="SECONDS",
        help="search so long for better dates within crews and megawatts; ctrl+c ends it with the best found",
    )
    parser.add_argument(
        "--objective",
        choices=("rfs", "halls", "peaks"),
        help="the site's date (default), hall dates weighted by their rent, or fewest crews at peaks",
    )
    parser.add_argument(
        "--darken-earlier",
        action="store_true",
        help="let the search start the decommissioning of mining halls earlier to free megawatts",
    )


def _baseline(parser: argparse.ArgumentParser, summary: str) -> None:
    parser.add_argument("--baseline", metavar="NAME", help=summary)


def _books(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--books", metavar="DIR", help="read the data books from this folder instead of the built-in ones"
    )
