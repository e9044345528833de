"""Invented telegrams into files: a folder of texts, or one CSV of eight columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from cables.inventing.settled import Invented

A_FOLDER = 1000  # files, so that none grows slow to list


def write(telegrams: Iterable[Invented], out: Path) -> Iterator[int]:
    """Write each and give its size in bytes. A name that ends in .csv is a file, any other a folder."""
    return _into_csv(telegrams, out) if out.suffix == ".csv" else _into_folder(telegrams, out)


def _into_folder(telegrams: Iterable[Invented], out: Path) -> Iterator[int]:
    for n, telegram in enumerate(telegrams):
        if n % A_FOLDER == 0:
            folder = out / f"{n // A_FOLDER:04d}"
            folder.mkdir(parents=True)
        content = telegram.text.encode()
        (folder / f"{telegram.mrn}.txt").write_bytes(content)
        yield len(content)


def _into_csv(telegrams: Iterable[Invented], out: Path) -> Iterator[int]:
    with out.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for n, telegram in enumerate(telegrams, 1):
            yield writer.writerow(_cells(n, telegram))


def _cells(n: int, telegram: Invented) -> list[str]:
    cited = "|".join(number.replace(" ", "") for number in telegram.cited)
    sent = f"{telegram.sent:%Y-%m-%d %H:%M:%S}"
    return [
        str(n),
        sent,
        telegram.mrn,
        telegram.origin,
        telegram.classification,
        cited,
        telegram.heading,
        telegram.body,
    ]
