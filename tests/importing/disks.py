"""Disks that are small, and the import that fills one, as a command of its own."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.places import PROJECT

MEGABYTE = 1024 * 1024


class Disk:
    """A folder that takes so many bytes. Where it is not mounted, files that may not grow beyond that."""

    def __init__(self, folder: Path, size: int, *, mounts: bool) -> None:
        self.folder, self.size = folder, size
        folder.mkdir()
        options = f"size={size},mode=755"
        mounted = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        mounts = mounts and os.geteuid() == 0
        self.is_mounted = mounts and subprocess.run(mounted, capture_output=True).returncode == 0

    def limit(self) -> None:
        """To be called in the process that writes. Python ignores SIGXFSZ, so that writing fails."""
        if not self.is_mounted:
            _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.size, most))

    def make_room(self, writer: int = 0) -> None:
        """Also for the process of that number, which goes on writing."""
        self.size = 1024 * MEGABYTE
        if self.is_mounted:
            subprocess.run(["mount", "-o", "remount,size=1g", str(self.folder)], check=True)
        elif writer:
            _, most = resource.prlimit(writer, resource.RLIMIT_FSIZE)
            resource.prlimit(writer, resource.RLIMIT_FSIZE, (self.size, most))


@contextmanager
def a_disk(folder: Path, size: int, *, mounts: bool = True) -> Iterator[Disk]:
    disk = Disk(folder, size, mounts=mounts)
    try:
        yield disk
    finally:
        if disk.is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def command(url: str, *words: object, disk: Disk | None = None, **settings: str) -> subprocess.Popen:
    """`manage.py WORDS…` on this database, in a process beside this one."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url, "IMPORT_PROCESSES": "1"} | settings,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=disk.limit if disk else None,
    )
