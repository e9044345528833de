"""`make test`: the whole suite on SQLite, then on PostgreSQL.

What does not hang on the database (how pages look, what the parser makes of odd text, how notes are
cleaned, whether a proof can fail: the mark `once`) is tried on SQLite only, and a few proofs are
shorter the second time. Where CI=true nothing else may be left out: a missing PostgreSQL, browser or
collection of telegrams fails. More words on the command line go to pytest.
"""

import os
import sys

from tests.engines import passes_on_each

ON_EVERY_PROCESSOR = [
    # One more than there are processors: some wait for a browser or for another process.
    *("-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder"),
    "--durations=12",
]

if __name__ == "__main__":
    sys.exit(0 if passes_on_each([*ON_EVERY_PROCESSOR, *sys.argv[1:]], shorter_again=True) else 1)
