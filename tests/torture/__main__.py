"""`make torture`: the long fault runs. They take hours.

Properties with 20,000 examples each, imports among them; 10,000 hostile forms; the importer killed 500 times
and its undoing 50 times, the follower of the index 400 times, and a database that refuses a worker's
statements 80 times, on each database; 80 full disks of random sizes, and 20 that fill under the worker, each
in two ways; imports of 2,000 cables beside each other; 100,000 strange queries for the search box; and the
proofs about withheld text in their long form.

HYPOTHESIS_PROFILE=torture makes the number of examples what it is, and PARSER_EXAMPLES that of the parser's
own properties. `python -m tests.torture NAME…` runs some of them; `--short`, with a twentieth of the faults,
shows that they run.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable

from tests.engines import passes_on_each
from tests.places import PROJECT

COUNTS = {
    "IMPORT_KILLS": 500,
    "IMPORT_DISKS": 80,
    "IMPORT_BESIDE": 2000,
    "WORKER_REFUSALS": 80,
    "INDEX_KILLS": 400,
    "PARSER_EXAMPLES": 20_000,
    "QUERY_STRINGS": 100_000,
}
SHORTER = 20


def properties(short: bool) -> bool:
    environment = _counts("PARSER_EXAMPLES", short=short)
    if not short:
        environment["HYPOTHESIS_PROFILE"] = "torture"
    return _once(["-m", "hypothesis"], environment)


def query(short: bool) -> bool:
    return _once(["tests/search/test_query_fuzz.py"], _counts("QUERY_STRINGS", short=short))


def hostile_forms(short: bool) -> bool:
    return _run("tests.sanitiser", short)


def withheld_text(short: bool) -> bool:
    return _run("tests.proofs", short)


def killed_importer(short: bool) -> bool:
    return _on_each("tests/importing/test_killed.py", "IMPORT_KILLS", short)


def full_disks(short: bool) -> bool:
    return _on_each("tests/importing/test_full_disk.py", "IMPORT_DISKS", short)


def imports_beside(short: bool) -> bool:
    return _on_each("tests/importing/test_beside.py", "IMPORT_BESIDE", short)


def refused_worker(short: bool) -> bool:
    return _on_each("tests/jobs/test_worker.py", "WORKER_REFUSALS", short)


def killed_follower(short: bool) -> bool:
    return _on_each("tests/search/test_killed.py", "INDEX_KILLS", short)


def _on_each(file: str, name: str, short: bool) -> bool:
    return passes_on_each([file, "-p", "no:xdist"], **_counts(name, short=short))


def _once(words: list[str], environment: dict[str, str]) -> bool:
    command = [sys.executable, "-m", "pytest", *words]
    return subprocess.run(command, cwd=PROJECT, env=os.environ | environment).returncode == 0


def _counts(name: str, *, short: bool) -> dict[str, str]:
    return {name: str(COUNTS[name] // SHORTER if short else COUNTS[name])}


def _run(module: str, short: bool) -> bool:
    command = [sys.executable, "-m", module, *([] if short else ["--long"])]
    return subprocess.run(command, cwd=PROJECT).returncode == 0


RUNS: dict[str, Callable[[bool], bool]] = {
    run.__name__: run
    for run in (
        *(killed_importer, full_disks, imports_beside, refused_worker, killed_follower),
        *(properties, query, hostile_forms, withheld_text),
    )
}


def main(words: list[str]) -> int:
    short = "--short" in words
    names = [word for word in words if word != "--short"]
    if unknown := set(names) - set(RUNS):
        print(f"There is no run {', '.join(sorted(unknown))}. There are {', '.join(RUNS)}.")
        return 2
    lines, held = [], True
    for name in names or RUNS:
        began = time.monotonic()
        holds = RUNS[name](short)
        held = held and holds
        minutes = (time.monotonic() - began) / 60
        lines.append(f"{name.replace('_', ' ')}: {'holds' if holds else 'BROKEN'} ({minutes:.0f} minutes)")
    counts = ", ".join(f"{name} {value // SHORTER if short else value:,}" for name, value in COUNTS.items())
    print("\n".join(["", counts, *lines]))
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
