"""`planner serve` on a free port."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.journey import surroundings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PLANNER = str(Path(sys.executable).with_name("planner"))
LIMIT = 40.0


@contextlib.asynccontextmanager
async def served(folder: Path, *arguments: str) -> AsyncIterator[str]:
    """A server of a folder's `site.toml` on a free port; its address. It must end well when asked to."""
    command = [PLANNER, "serve", str(folder / "site.toml"), "--port", "0", *arguments]
    process = await asyncio.create_subprocess_exec(
        *command, stderr=asyncio.subprocess.PIPE, env={**os.environ, **surroundings(folder)}, cwd=folder
    )
    try:
        assert process.stderr is not None
        line = (await asyncio.wait_for(process.stderr.readline(), LIMIT)).decode()
        found = re.search(r"http://\S+", line)
        assert found is not None, line
        yield found.group()
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), LIMIT) == 0
