"""Acts at the same moment, each on a connection of its own."""

import threading

from django.db import connection


def at_once(*acts):
    """Run acts in threads, each on a connection of its own; gives what each came to."""
    results = [None] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(n, act):
        try:
            barrier.wait(10)
            results[n] = act()
        except Exception as error:
            results[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
