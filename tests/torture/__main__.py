"""`make torture`: the long fault runs. They take hours.

Properties with 20,000 examples each, 10,000 hostile forms, the importer killed 500 times on each database,
and the proofs about withheld text in their long form. HYPOTHESIS_PROFILE=torture makes the number of
examples what it is, and PARSER_EXAMPLES that of the parser's own properties.
"""

import os
import subprocess
import sys

from tests.conftest import PROJECT
from tests.engines import passes_on_each


def property_tests() -> bool:
    environment = os.environ | {"HYPOTHESIS_PROFILE": "torture", "PARSER_EXAMPLES": "20000"}
    command = [sys.executable, "-m", "pytest", "-m", "hypothesis"]
    return subprocess.run(command, cwd=PROJECT, env=environment).returncode == 0


def hostile_forms() -> bool:
    command = [sys.executable, "-m", "tests.sanitiser", "--long"]
    return subprocess.run(command, cwd=PROJECT).returncode == 0


def withheld_text() -> bool:
    command = [sys.executable, "-m", "tests.proofs", "--long"]
    return subprocess.run(command, cwd=PROJECT).returncode == 0


def killed_importer() -> bool:
    return passes_on_each(["tests/importing/test_killed.py", "-p", "no:xdist"], IMPORT_KILLS="500")


def main() -> int:
    found = {
        "killed importer": killed_importer(),
        "properties": property_tests(),
        "hostile forms": hostile_forms(),
        "withheld text": withheld_text(),
    }
    print("; ".join(f"{name}: {'holds' if holds else 'BROKEN'}" for name, holds in found.items()))
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
