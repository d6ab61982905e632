"""Where numba keeps compiled kernels: a folder of its own for each text of them.

numba looks only at the file of a kernel, not at those that it calls, so a changed `kernels` would go on living in an old
`serial`. Named by everything that goes into the code, an old folder is never read again.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import tempfile
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
TEXTS = ("schedule/columns.py", "schedule/kernels.py", "schedule/seizing.py", "schedule/serial.py")
OPTIONAL = "optimise/*.py"


@cache
def cache_folder() -> Path:
    """The folder of these kernels, by the XDG rule; a passing one where nothing can be written there."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(base) / "facility-planner" / f"kernels-{_fingerprint()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="facility-planner-"))


def is_cached() -> bool:
    """Whether the kernels of the schedule lie compiled there."""
    return (cache_folder() / "schedule").exists()


def note_cached() -> None:
    """Remember that they do."""
    (cache_folder() / "schedule").touch()


def use_cache() -> None:
    """Have numba keep what it compiles there; called before any kernel is made."""
    from numba.core import config

    config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]


def _fingerprint() -> str:
    found = hashlib.sha256()
    versions = (importlib.metadata.version("numba"), platform.python_version(), platform.machine())
    checked = os.environ.get("NUMBA_BOUNDSCHECK", "")
    found.update(repr((versions, checked)).encode())
    for path in sorted((*(PACKAGE / text for text in TEXTS), *PACKAGE.glob(OPTIONAL))):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
