"""Goes on with a batch and says each number that came in; or undoes one, or follows the outbox, by steps.

With words (go_on BATCH PROCESSES CHUNK, undo BATCH CHUNK, follow MOST FEW) it does so once. Without, it
does so for each line of words that it reads, in a fork of this process, until another line says that the
fork is to be killed: a new interpreter, with Django set up anew, would take longer than what is killed.
"""

import os
import signal
import sys
import time
import traceback

KILLED, ENDED = "killed", "ended"  # what is said after the last word of a fork


def go_on(batch: int, count: int, chunk: int) -> None:
    from cables.importing import batches, processes
    from cables.importing.ledger import Taken
    from cables.models import ImportBatch

    processes.CHUNK = chunk
    try:
        for result in batches.go_on(ImportBatch.objects.get(pk=batch), processes=count):
            print(result.mrn, flush=True)
    except Taken as taken:
        sys.exit(str(taken))


def undo(batch: int, chunk: int) -> None:
    from cables.importing import undoing
    from cables.models import ImportBatch

    undoing.CHUNK = chunk
    undoing.undo(ImportBatch.objects.get(pk=batch), until=lambda: print("a step", flush=True))


def follow(most: int, few: int) -> None:
    """An index, few changes in a step; what has more documents than `few` is built anew, by steps too."""
    from cables.search import building, writing
    from cables.search.documents import Released
    from cables.search.following import Follower
    from cables.search.generations import PUBLIC, home

    building.CHUNK, writing.FEW = most, few
    with Follower(home(PUBLIC), Released()) as follower:
        while True:
            if not follower.follow(most):
                time.sleep(0.01)
            print("a step", flush=True)


DOES = {"go_on": go_on, "undo": undo, "follow": follow}


def do(act: str, *numbers: str) -> None:
    DOES[act](*map(int, numbers))


def serve() -> None:
    from cables.importing import batches, undoing  # noqa: F401 (each fork has them then)
    from cables.search import following  # noqa: F401

    while line := sys.stdin.readline():
        fork = os.fork()
        if not fork:
            _do_and_end(line)
        sys.stdin.readline()
        os.kill(fork, signal.SIGKILL)  # one that ended by itself is still known by its number
        os.waitpid(fork, 0)
        print(f"\n{KILLED}", flush=True)  # what it said last may be half a line


def _do_and_end(line: str) -> None:
    try:
        do(*line.split())
    except BaseException:
        traceback.print_exc()
    print(ENDED, flush=True)
    os._exit(0)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readingroom.settings")
    django.setup()
    if words := sys.argv[1:]:
        do(*words)
    else:
        serve()


if __name__ == "__main__":
    main()
