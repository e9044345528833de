import gc
import time
from collections.abc import Callable


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs: what the work costs when the machine leaves it alone."""
    return min(_once(work) for _ in range(times))


def processor_best_of(times: int, work: Callable[[], object]) -> float:
    """The same in seconds of the processor, for work that waits for nothing: others on it do not count."""
    return min(_once(work, time.process_time) for _ in range(times))


def median_of(times: int, work: Callable[[], object]) -> float:
    return sorted(_once(work) for _ in range(times))[times // 2]


def times_as_much(work: Callable[[], object], less: Callable[[], object]) -> tuple[float, float]:
    """(how many times the processor's time of `less` the other takes, the seconds of the other).

    Tried in turn, so that both meet the same machine; time that others take from it does not count. The
    smallest ratio of five rounds, each with `less` before and after: a round is spoilt where the machine
    slows down in it, and what grows with the square is so in every round.
    """
    rounds = []
    gc.disable()  # its own passes grow with all that is alive
    try:
        for _ in range(5):
            before, more, after = (_once(each, time.process_time) for each in (less, work, less))
            rounds.append((more / min(before, after), more))
    finally:
        gc.enable()
    return min(ratio for ratio, _ in rounds), min(more for _, more in rounds)


def _once(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start
