"""Readers come first: what works beside the site on its machine takes what pages leave of it."""

import os
from contextlib import suppress

NICE = 10


def behind_pages() -> None:
    """Put this process, and those that it will start, behind those that answer pages; twice is as once."""
    with suppress(OSError):  # where that may not be said, all come alike
        os.setpriority(os.PRIO_PROCESS, 0, max(NICE, os.getpriority(os.PRIO_PROCESS, 0)))
