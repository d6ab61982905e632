"""`python -m planner.tui FILE …`."""

import sys

from planner.tui import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
