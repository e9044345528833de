"""A record as it will be stored if nothing of it is here yet.

No database is asked and no Django needed, so this runs in processes of its own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from cables.importing.sources import NOT_A_CABLE, Found, Piece, Record, Unreadable, records_of
from cables.parsing import ParsedCable, parse_cable
from cables.projection.derive import Placed, Projection, shown
from cables.projection.names import Names
from cables.projection.values import Values, values_of

NUMBER = re.compile(r"(?P<year>\d\d)(?P<post>[A-Z]{1,40})(?P<serial>[0-9]{1,9})")


class Number(NamedTuple):
    """Of a cable: full year, code of the post, serial."""

    year: int
    post: str
    serial: int


@dataclass(frozen=True, slots=True)
class Read:
    """Without a whole number `mrn` is empty. `places` and `doubts` are JSON, as they will be stored."""

    record: Record
    digest: str
    mrn: str
    places: str
    doubts: str
    values: Values


ReadOrNot = Read | Unreadable


def read(record: Record, names: Names) -> ReadOrNot:
    text = shown(record.text)
    parsed = parse_cable(text)
    if not is_cable(parsed):
        return Unreadable(record.file, record.start, NOT_A_CABLE)
    mrn = parsed.mrn if parsed.mrn and number_of(parsed.mrn) else ""
    return Read(
        record=record,
        digest=hashlib.sha256(record.content).hexdigest(),
        mrn=mrn,
        places=json.dumps([Placed(n, *paragraph.span) for n, paragraph in enumerate(parsed.paragraphs, 1)]),
        doubts=json.dumps(sorted({finding.code for finding in parsed.findings})),
        values=values_of(Projection(text, parsed, range(1, len(parsed.paragraphs) + 1)), names),
    )


def read_all(found: Iterable[Found], names: Names) -> list[ReadOrNot]:
    results: list[ReadOrNot] = []
    for each in found:
        for record in records_of(each) if isinstance(each, Piece) else (each,):
            results.append(record if isinstance(record, Unreadable) else read(record, names))
    return results


def number_of(mrn: str | None) -> Number | None:
    """The parts of a message reference number, None of one that is not whole."""
    found = NUMBER.fullmatch(mrn or "")
    if found is None:
        return None
    year = int(found["year"])
    return Number(year + (1900 if year >= 50 else 2000), found["post"], int(found["serial"]))


def is_cable(parsed: ParsedCable) -> bool:
    """Whether the parser recognised anything that only a telegram has."""
    if parsed.mrn or parsed.dtg or parsed.classification or parsed.tags or parsed.executive_order:
        return True
    return bool(parsed.subject) and any(paragraph.number is not None for paragraph in parsed.paragraphs)
