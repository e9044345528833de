import time
from collections.abc import Callable


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs: what the work costs when the machine leaves it alone."""
    return min(_once(work) for _ in range(times))


def median_of(times: int, work: Callable[[], object]) -> float:
    return sorted(_once(work) for _ in range(times))[times // 2]


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
