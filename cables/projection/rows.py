"""Values → rows. The one place where derived rows are written and taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cables.models import (
    Addressee,
    CableTag,
    CableVersion,
    Finding,
    Mention,
    Paragraph,
    PublicSource,
    Reference,
    Repair,
)
from cables.projection.inserting import insert, next_keys
from cables.projection.values import (
    ADDRESSEE,
    FINDING,
    MENTION,
    PARAGRAPH,
    REFERENCE,
    REPAIR,
    TAG,
    Row,
    Values,
)


def write_rows(versions: Sequence[tuple[int, Values]]) -> None:
    """Write every row derived for public versions, given with their keys.

    Call inside a transaction, for a version that has no row, or none since `clear_rows`.
    """
    insert(PublicSource, ("version", "text", "spans"), ((key, v.text, v.spans) for key, v in versions))
    insert(CableTag, ("version", *TAG), ((key, *row) for key, v in versions for row in v.tags))
    insert(Addressee, ("version", *ADDRESSEE), ((key, *row) for key, v in versions for row in v.addressees))
    insert(Reference, ("version", *REFERENCE), ((key, *row) for key, v in versions for row in v.references))
    keys = iter(next_keys(Paragraph, sum(len(v.paragraphs) for _, v in versions)))
    homes = [[next(keys) for _ in v.paragraphs] for _, v in versions]
    insert(
        Paragraph,
        ("id", "version", *PARAGRAPH),
        (
            (own, key, *row)
            for home, (key, v) in zip(homes, versions, strict=True)
            for own, row in zip(home, v.paragraphs, strict=True)
        ),
    )
    for model, columns, rows in (
        (Mention, MENTION, (v.mentions for _, v in versions)),
        (Finding, FINDING, (v.findings for _, v in versions)),
        (Repair, REPAIR, (v.repairs for _, v in versions)),
    ):
        keyed = zip((key for key, _ in versions), homes, rows, strict=True)
        insert(model, ("version", "paragraph", *columns), _at_home(keyed))


def _at_home(versions: Iterable[tuple[int, Sequence[int], Iterable[Row]]]) -> Iterable[Row]:
    """Each row with the keys of its version and its paragraph before it."""
    for key, home, rows in versions:
        for n, *row in rows:
            yield key, None if n is None else home[n], *row


def clear_rows(version: CableVersion) -> None:
    """Take away every row derived for a version."""
    for model in (Mention, Repair, Finding, Reference, Paragraph, Addressee, CableTag, PublicSource):
        model.objects.filter(version=version).delete()
