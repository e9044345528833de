"""`python -m tests.sanitiser`: every attack form and 200 mutations in a real Chromium,
on SQLite and on PostgreSQL; `--long` makes 10,000 mutations.

Exit status 0 when no script ran and no foreign tag stood anywhere, 1 with a sentence for each fault.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from tests.browser import serving
from tests.engines import holds_on_each
from tests.sanitiser.forms import forms
from tests.sanitiser.mutations import mutations
from tests.sanitiser.proof import prove

SHORT, LONG = 200, 10_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.sanitiser", description=__doc__)
    parser.add_argument("--long", action="store_true", help=f"{LONG:,} mutations instead of {SHORT}")
    parser.add_argument("--seed", type=int, default=1, help="other mutations for another number")
    wanted = parser.parse_args()
    if (path := serving.executable()) is None:
        print("No Chromium was found; install it (Debian: apt-get install chromium).")
        return 1
    known = forms()
    tried = [*known, *mutations(known, LONG if wanted.long else SHORT, wanted.seed)]
    with serving.chromium(path) as browser:

        def holds(url: str) -> bool:
            begun = time.monotonic()
            os.environ["DATABASE_URL"] = url
            faults = prove(browser, tried, _site)
            print(*faults, sep="\n")
            seconds = time.monotonic() - begun
            verdict = f"{len(faults)} faults" if faults else "no script ran, no foreign tag stood"
            print(
                f"{len(known)} forms and {len(tried) - len(known):,} mutations: {verdict} ({seconds:.0f} s)."
            )
            return not faults

        return 0 if holds_on_each(holds) else 1


def _site(data: Path, name: str) -> serving.Site:
    return serving.Site(data, f"readingroom_{name}_{os.getpid()}")


if __name__ == "__main__":
    sys.exit(main())
