"""A record as it will be stored if nothing of it is here yet.

No database is asked and no Django needed, so this runs in processes of its own.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from cables.importing.sources import NOT_A_CABLE, Found, Piece, Record, Unreadable, records_of
from cables.parsing import ParsedCable, parse_cable
from cables.projection.derive import Placed, Projection, shown
from cables.projection.names import Names
from cables.projection.numbers import whole_numbers
from cables.projection.values import FINDING_CODE, Values, values_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Read:
    """Without a whole number `mrn` is empty. It is the last of `numbers`, under which the text may be known;
    see `whole_numbers`. `places` and `doubts` are JSON, as they will be stored."""

    record: Record
    digest: str
    mrn: str
    numbers: list[str]
    places: str
    doubts: str
    values: Values


ReadOrNot = Read | Unreadable


def read(record: Record, names: Names) -> ReadOrNot:
    text = shown(record.text)
    parsed = parse_cable(text)
    if not is_cable(parsed):
        return Unreadable(record.file, record.start, NOT_A_CABLE)
    numbers = whole_numbers(parsed.mrn, names.number(parsed.mrn))
    values = values_of(Projection(text, parsed, range(1, len(parsed.paragraphs) + 1)), names)
    return Read(
        record=record,
        digest=hashlib.sha256(record.content).hexdigest(),
        mrn=numbers[-1] if numbers else "",
        numbers=numbers,
        places=json.dumps([Placed(n, *paragraph.span) for n, paragraph in enumerate(parsed.paragraphs, 1)]),
        doubts=json.dumps(sorted({row[FINDING_CODE] for row in values.findings})),
        values=values,
    )


def read_all(found: Iterable[Found], names: Names) -> list[ReadOrNot]:
    results: list[ReadOrNot] = []
    for each in found:
        for record in records_of(each) if isinstance(each, Piece) else (each,):
            results.append(record if isinstance(record, Unreadable) else _read_if_possible(record, names))
    return results


def _read_if_possible(record: Record, names: Names) -> ReadOrNot:
    """Whatever is wrong with our parser, one cable never stops the others."""
    try:
        return read(record, names)
    except Exception as error:
        # The class only: an error's message may quote the text.
        log.error("Reading %s at %d failed with %s", record.file, record.start, type(error).__name__)
        reason = f"This cable could not be parsed ({type(error).__name__}); nothing of it is kept. Report it."
        return Unreadable(record.file, record.start, reason)


def is_cable(parsed: ParsedCable) -> bool:
    """Whether the parser recognised anything that only a telegram has."""
    if parsed.mrn or parsed.dtg or parsed.classification or parsed.tags or parsed.executive_order:
        return True
    return bool(parsed.subject) and any(paragraph.number is not None for paragraph in parsed.paragraphs)
