"""A CSV of any size: memory of every process that previews or imports it, and that it does not grow."""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path

from django.conf import settings

from cables.importing.batches import compare_paths, import_paths
from cables.importing.load import Result
from cables.inventing import invented, write
from cables.models import Collection

SIZE = int(os.environ.get("SIZE", "2048"))  # megabytes of the CSV that is previewed
IMPORTED = 128  # megabytes of the one that is imported
MOST = 300  # megabytes that any process may take
MOST_GROWTH = 1.3  # times the memory for four times the size
MEGABYTE = 1024 * 1024
BLOCK = 2000  # telegrams that are written at once
LOOK = 500  # records between two looks at the processes


def run(short: bool) -> None:
    collection = Collection.objects.create(name="Big CSV", slug="big-csv")
    with tempfile.TemporaryDirectory(prefix="readingroom-csv-") as folder:
        if short:
            small, large = (_made(Path(folder), size) for size in (10, 40))
            before, after = (_measured("previewed", path, compare_paths([path])) for path in (small, large))
            assert after < MOST_GROWTH * before, f"{before} MB became {after} MB"
            return
        for what, size in (("previewed", SIZE), ("imported", IMPORTED)):
            path = _made(Path(folder), size)
            results = compare_paths([path]) if what == "previewed" else import_paths([path], collection)
            assert _measured(what, path, results) < MOST
            path.unlink()


def _made(folder: Path, megabytes: int) -> Path:
    """Telegrams that all have a number of their own, as many as fit."""
    path = folder / f"{megabytes}.csv"
    telegrams = invented(megabytes * 160 + BLOCK, seed=megabytes)
    parts = folder / "part.csv"
    with path.open("wb") as file:
        for n in count():
            list(write(islice(telegrams, BLOCK), parts))
            content = parts.read_bytes()
            parts.unlink()
            file.write(content if n == 0 else content.split(b"\n", 1)[1])
            if file.tell() > megabytes * MEGABYTE or len(content) < MEGABYTE:
                return path


def _measured(what: str, path: Path, results: Iterable[Result]) -> int:
    """Megabytes of the largest process at its largest."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    start, peaks, number = time.perf_counter(), {}, 0
    for number, _ in enumerate(results, 1):
        if number % LOOK == 0:
            peaks |= dict(_peaks())
    peaks |= dict(_peaks())
    rate = number / (time.perf_counter() - start)
    largest = max(peaks.values())
    print(
        f"  {path.stat().st_size / MEGABYTE:,.0f} MB {what}, {number:,} cables, {rate:,.0f}/s, "
        f"{settings.IMPORT_PROCESSES} reading processes: "
        f"{' + '.join(f'{peak:,}' for peak in peaks.values())} = {sum(peaks.values()):,} MB at their peaks"
    )
    return largest


def _peaks() -> Iterator[tuple[int, int]]:
    """The most that each process has had in memory, in megabytes, by its number."""
    for pid in [os.getpid(), *(child.pid for child in multiprocessing.active_children())]:
        if peak := memory_of(pid):
            yield pid, peak


def memory_of(pid: int, figure: str = "VmHWM") -> int:
    """Megabytes that a process has had at most, or with VmRSS has now; 0 of one that has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    found = next((line for line in lines if line.startswith(figure)), f"{figure}: 0 kB")
    return int(found.split()[1]) // 1024
