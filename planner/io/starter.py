"""The file that a new site begins with: it plans as it stands, and tells what every key means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.io.write import write_new

if TYPE_CHECKING:
    from collections.abc import Callable

STARTER = Path(__file__).with_name("starter.toml")


def write_starter(path: Path, *, force: bool = False) -> None:
    """Write it under a name.

    Raises:
        InputError: The file exists and `force` is not set, or it cannot be written.
    """
    write_new(path, STARTER.read_bytes(), force=force)


def free_name(folder: Path, taken: Callable[[Path], bool] = Path.exists) -> Path:
    """A name that no file has: in `facilities/` where there is such a folder, else in the folder itself."""
    home = folder / "facilities" if (folder / "facilities").is_dir() else folder
    name, number = home / "new-site.toml", 1
    while taken(name):
        number += 1
        name = home / f"new-site-{number}.toml"
    return name
