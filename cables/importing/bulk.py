"""Many new cables in one transaction, with a statement for each table instead of forty for each cable.

Only what is plain goes this way: a number that nobody holds, a text that nobody has seen, a collection
that releases on import. Anything else is loaded by itself, by `load`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

from django.utils import timezone

from cables.importing.load import Outcome, Result
from cables.importing.reading import Read
from cables.models import Cable, CableVersion, Collection, IndexChange, SourceText
from cables.parsing import PARSER_VERSION
from cables.projection.inserting import insert, next_keys
from cables.projection.links import link_incoming
from cables.projection.numbers import number_of
from cables.projection.rows import write_rows


def load_new(reads: Sequence[Read], collection: Collection) -> list[Result]:
    """Store records whose numbers nobody holds, each another. Call inside the transaction that saw that."""
    if not reads:
        return []
    cables = next_keys(Cable, len(reads))
    versions = next_keys(CableVersion, len(reads))
    now = timezone.now()
    insert(Cable, ("id", "mrn", "year", "post", "serial", "revision"), _cables(cables, reads))
    derived = [*reads[0].values.header, *reads[0].values.lists]
    insert(
        CableVersion,
        ("id", "cable", "collection", "ordinal", "state", "shown", "parser_version", "created_at", *derived),
        (
            (
                *(key, cable, collection.pk, 1, "public", True, PARSER_VERSION, now),
                *read.values.header.values(),
                *read.values.lists.values(),
            )
            for key, cable, read in zip(versions, cables, reads, strict=True)
        ),
    )
    insert(
        SourceText,
        ("version", "content", "size", "sha256", "encoding", "paragraphs", "pending"),
        (
            (
                key,
                each.record.content,
                len(each.record.content),
                each.digest,
                each.record.encoding,
                each.places,
                "",
            )
            for key, each in zip(versions, reads, strict=True)
        ),
    )
    write_rows([(key, read.values) for key, read in zip(versions, reads, strict=True)])
    link_incoming({read.mrn: key for key, read in zip(cables, reads, strict=True)})
    insert(
        IndexChange,
        ("cable", "kind", "revision", "at"),
        zip(cables, repeat(IndexChange.Kind.CHANGED), repeat(1), repeat(now)),
    )
    return [
        Result(each.record.file, each.record.start, Outcome.NEW, "", each.mrn, cable, version)
        for each, cable, version in zip(reads, cables, versions, strict=True)
    ]


def _cables(keys: Sequence[int], reads: Sequence[Read]) -> Iterator[tuple[object, ...]]:
    for key, read in zip(keys, reads, strict=True):
        number = number_of(read.mrn)
        assert number, "only a cable with a number comes here"  # noqa: S101
        yield key, read.mrn, *number, 1
