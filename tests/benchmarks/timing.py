import time
from collections.abc import Callable


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs: what the work costs when the machine leaves it alone."""
    return min(_once(work) for _ in range(times))


def median_of(times: int, work: Callable[[], object]) -> float:
    return sorted(_once(work) for _ in range(times))[times // 2]


def times_as_much(work: Callable[[], object], less: Callable[[], object]) -> float:
    """How many times the processor's time of `less` the other takes. Tried in turn, so that both meet
    the same machine; time that others take from it does not count."""
    rounds = [(_once(work, time.process_time), _once(less, time.process_time)) for _ in range(5)]
    return min(more for more, _ in rounds) / min(less for _, less in rounds)


def _once(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start
