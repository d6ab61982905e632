"""For every test: what is compiled checks its bounds, for a kernel that writes beside its arrays fails nowhere near."""

import os

os.environ.setdefault("NUMBA_BOUNDSCHECK", "1")
