"""A whole corpus in one go, as its owner would do it, while a site answers and its search index follows.

FOLLOWED=no leaves the search index as it was, to see what following costs.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings

from cables.models import Cable, CableVersion, ImportBatch, Paragraph
from cables.search.generations import PUBLIC, home
from tests.benchmarks.big_csv import memory_of
from tests.browser.serving import Site

COUNT = int(os.environ.get("CABLES", "251287"))
LITTLE = 450  # cables in the short form
OFTEN = 30
PAGES = (
    "/",
    "/collections/imported/",
    "/cables/",
    "/cables/?q=harbour",
    "/cables/{mrn}/",
    "/cables/{mrn}/source/",
    "/about/markings/",
)
PAUSE = 0.5  # seconds between two questions
FOLLOWED = os.environ.get("FOLLOWED") != "no"
LONGEST = 900.0  # seconds until the index has every cable
MEGABYTE = 1024 * 1024


def run(short: bool) -> None:
    count = LITTLE if short else COUNT
    with tempfile.TemporaryDirectory(prefix="readingroom-whole-") as made:
        folder = Path(made)
        start = time.perf_counter()
        _command("generate_corpus", str(count), str(folder / "corpus"))
        seconds = time.perf_counter() - start
        print(f"  {count:,} generated in {seconds:,.0f} s, {count / seconds:,.0f} telegrams/s")
        _command("prepare")
        _import_beside_a_site(folder, count)


def _import_beside_a_site(folder: Path, count: int) -> None:
    site = Site(Path(settings.DATA_DIR))
    with site.running() as address, ExitStack() as follower:
        follower.enter_context(site.working("follow_search_index"))
        _command("import_cables", *_first(folder))
        _until_followed()
        if not FOLLOWED:
            follower.close()
        ask = _Questions(address, Cable.objects.exclude(post="").order_by("pk")[0].mrn)
        before = ask.often()
        start = time.perf_counter()
        importer = subprocess.Popen(
            [sys.executable, "manage.py", "import_cables", str(folder / "corpus")],
            env=os.environ,
            stdout=subprocess.DEVNULL,
        )
        progress, memory, peak = [(start, 0)], [], 0
        while importer.poll() is None:
            time.sleep(PAUSE)
            ask.all()
            peak = max(peak, memory_of(importer.pid))
            batch = ImportBatch.objects.order_by("-pk").first()
            progress.append((time.perf_counter(), batch.position))
            memory.append(memory_of(importer.pid, "VmRSS"))
        seconds = time.perf_counter() - start
        assert importer.returncode == 0, f"import_cables ended with {importer.returncode}"
        if FOLLOWED:
            print(f"  the search index has all {_until_followed():.1f} s later")
        meanwhile, after = ask.taken, ask.often()
    assert Cable.objects.count() == CableVersion.objects.filter(shown=True).count() >= count
    print(
        f"  {count:,} imported in {seconds:,.0f} s, {count / seconds:,.0f} cables/s; the first tenth "
        f"{_rate(progress, 0, count / 10):,.0f}, the last {_rate(progress, count * 0.9, count):,.0f}"
    )
    tenth = max(1, len(memory) // 10)
    first, last = statistics.median(memory[:tenth]), statistics.median(memory[-tenth:])
    print(
        f"  what writes has {first:,.0f} MB in the first tenth, {last:,.0f} MB in the last, {peak:,} at most"
    )
    print(f"  {Cable.objects.count():,} cables, {Paragraph.objects.count():,} paragraphs")
    database = Path(settings.DATA_DIR, "readingroom.sqlite3")
    if database.exists():
        print(f"  the database: {database.stat().st_size / MEGABYTE:,.0f} MB")
    print("  milliseconds, median and 95th percentile: before, while it is imported, after")
    for page in PAGES:
        cells = "; ".join(
            f"{_ms(each[page], 50)}, {_ms(each[page], 95)}" for each in (before, meanwhile, after)
        )
        print(f"  {page}: {cells} ({len(meanwhile[page])} answers meanwhile)")


def _until_followed() -> float:
    """Seconds until the search index has every released cable."""
    start = time.perf_counter()
    count = CableVersion.objects.released().count()
    while (asked := home(PUBLIC).ask()) is None or asked.searcher.num_docs != count:
        assert time.perf_counter() - start < LONGEST, f"The search index has not {count} cables."
        time.sleep(0.02)
    return time.perf_counter() - start


def _command(*words: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words], check=True, env=os.environ, stdout=subprocess.DEVNULL
    )


def _first(folder: Path) -> list[str]:
    """One telegram, so that there is a cable to ask for."""
    return [str(next((folder / "corpus").rglob("*.txt")))]


class _Questions:
    """What readers ask meanwhile; every answer is to be a page."""

    def __init__(self, address: str, mrn: str) -> None:
        self.address, self.mrn = address, mrn
        self.taken: dict[str, list[float]] = {page: [] for page in PAGES}

    def often(self) -> dict[str, list[float]]:
        """Seconds of some answers while nothing else is done; what was taken before is forgotten."""
        self.taken = {page: [] for page in PAGES}
        for _ in range(OFTEN):
            self.all()
        taken, self.taken = self.taken, {page: [] for page in PAGES}
        return taken

    def all(self) -> None:
        for page in PAGES:
            start = time.perf_counter()
            with urllib.request.urlopen(self.address + page.format(mrn=self.mrn), timeout=60) as answer:
                assert answer.status == 200
                answer.read()
            self.taken[page].append(time.perf_counter() - start)


def _rate(progress: list[tuple[float, int]], first: float, last: float) -> float:
    """Cables a second between two positions."""

    def reached(position: float) -> float:
        return next((when for when, at in progress if at >= position), progress[-1][0])

    seconds = reached(last) - reached(first)
    return (last - first) / seconds if seconds else 0.0


def _ms(seconds: list[float], percent: int) -> str:
    found = sorted(seconds)
    return f"{found[min(len(found) - 1, len(found) * percent // 100)] * 1000:,.0f}"
