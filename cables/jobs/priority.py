"""Readers come first: what works beside the site on its machine takes what pages leave of it."""

import os
from contextlib import suppress

NICE = 19
"""The last of all: on an idle machine it costs nothing, on a busy one pages take what they need."""


def behind_pages() -> None:
    """Put this process, and those that it will start, behind those that answer pages; twice is as once."""
    with suppress(OSError):  # where that may not be said, all come alike
        os.setpriority(os.PRIO_PROCESS, 0, max(NICE, os.getpriority(os.PRIO_PROCESS, 0)))
