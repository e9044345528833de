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
from cables.projection.links import readable
from cables.projection.values import (
    ADDRESSEE,
    FINDING,
    MENTION,
    MENTION_MRN,
    PARAGRAPH,
    REFERENCE,
    REFERENCE_MRN,
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
    targets = readable(number for _, v in versions for number in v.cited())
    insert(
        Reference,
        ("version", "target", *REFERENCE),
        ((key, targets.get(row[REFERENCE_MRN]), *row) for key, v in versions for row in v.references),
    )
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
    owned = [(key, home, values) for home, (key, values) in zip(homes, versions, strict=True)]
    insert(
        Mention,
        ("version", "target", "paragraph", *MENTION),
        (
            (key, targets.get(row[MENTION_MRN]), home[row[0]], *row[1:])
            for key, home, values in owned
            for row in values.mentions
        ),
    )
    insert(Finding, ("version", "paragraph", *FINDING), _at_home((k, h, v.findings) for k, h, v in owned))
    insert(Repair, ("version", "paragraph", *REPAIR), _at_home((k, h, v.repairs) for k, h, v in owned))


def _at_home(versions: Iterable[tuple[int, Sequence[int], Iterable[Row]]]) -> Iterable[Row]:
    """Each row with the keys of its version and its paragraph before it."""
    for key, home, rows in versions:
        for n, *row in rows:
            yield key, None if n is None else home[n], *row


def clear_rows(version: CableVersion) -> None:
    """Take away every row derived for a version."""
    for model in (Mention, Repair, Finding, Reference, Paragraph, Addressee, CableTag, PublicSource):
        model.objects.filter(version=version).delete()
