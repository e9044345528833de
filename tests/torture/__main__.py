"""`make torture`: properties with 20,000 examples each, 10,000 hostile forms, the importer killed at random,
and the proofs about withheld text in their long form.

Takes hours. HYPOTHESIS_PROFILE=torture makes the number of examples what it is, and PARSER_EXAMPLES
that of the parser's own properties.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import PROJECT
from tests.telegrams import telegram

KILLS = 50
CABLES = 2500  # more than fifty cut-off runs can import


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


def killed_importer(folder: Path) -> bool:
    """Kill the importer KILLS times at random moments, then let it finish, and count."""
    source, data = folder / "in", folder / "data"
    source.mkdir()
    for serial in range(1, CABLES + 1):
        (source / f"{serial:04d}.txt").write_text(telegram(serial=serial, ref=f"ZENDA {serial - 1}"))
    environment = os.environ | {"DATA_DIR": str(data), "DATABASE_URL": ""}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], cwd=PROJECT, env=environment, check=True)
    dice = random.Random(1)
    command = [*manage, "import_cables", str(source)]
    for kill in range(KILLS):
        importer = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
        time.sleep(0.8 + dice.random() * 1.5)
        importer.send_signal(signal.SIGKILL)
        importer.wait()
        print(f"kill {kill + 1}: {_whole(data)} cables, each whole")
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return _whole(data) == CABLES


def _whole(data: Path) -> int:
    """The number of cables, after asserting that none is half there or there twice."""
    with sqlite3.connect(data / "readingroom.sqlite3") as database:
        cables, versions, sources, texts, paragraphs = (
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in (
                "cables_cable",
                "cables_cableversion WHERE shown",
                "restricted_sourcetext",
                "cables_publicsource",
                "cables_paragraph",
            )
        )
        assert cables == versions == sources == texts == paragraphs / 2, (cables, versions, sources, texts)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return cables


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="readingroom-torture-") as folder:
        survived = killed_importer(Path(folder))
    found = {
        "killed importer": survived,
        "properties": property_tests(),
        "hostile forms": hostile_forms(),
        "withheld text": withheld_text(),
    }
    print("; ".join(f"{name}: {'holds' if holds else 'BROKEN'}" for name, holds in found.items()))
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
