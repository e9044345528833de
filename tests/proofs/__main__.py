"""`python -m tests.proofs sweep`: one proof, or several, or without a name all, on SQLite and PostgreSQL.

`--long` is the form that `make torture` runs. Exit status 0 where every proof holds.
"""

import argparse
import sys
from pathlib import Path

from tests.engines import passes_on_each

HERE = Path(__file__).parent
PROOFS = {
    "sweep": "withheld words at every address, for everybody who may not read them",
    "pairs": "rooms that differ in withheld text only, and answer the same bytes",
    "residue": "withheld words in tables, dump, public backup, cache and logs",
    "matrix": "every address, method and role against a table",
    "sequences": "acts of several people in any order, against a model",
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.proofs",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:10} {what}" for name, what in PROOFS.items()),
    )
    parser.add_argument("proof", nargs="*", choices=[*PROOFS, []], metavar="PROOF")
    parser.add_argument("--long", action="store_true", help="many times as much, in hours")
    parser.add_argument("--seed", type=int, help="other words and other acts for another number")
    wanted = parser.parse_args()
    files = [str(HERE / f"test_{name}.py") for name in wanted.proof or PROOFS]
    settings = {"PROOFS": "long" if wanted.long else "short"}
    if wanted.seed is not None:
        settings["PROOFS_SEED"] = str(wanted.seed)
    # Not in several processes: each would build a world of its own.
    return 0 if passes_on_each(["-v", "--show-capture=no", *files], **settings) else 1


if __name__ == "__main__":
    sys.exit(main())
