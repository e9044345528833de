"""The whole text of every cable → documents of the full index, which only reviewers ask. Restricted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tantivy import Document

from cables.models import Cable, CableVersion, Collection, Decision
from cables.projection.corrections import of_heading, parse_version
from cables.projection.derive import Projection
from cables.projection.heading import headed
from cables.projection.names import Names
from cables.projection.sources import source_of, text_of
from cables.projection.values import ADDRESSEE, MENTION_MRN, PARAGRAPH, REFERENCE_MRN, TAG, values_of
from cables.search.documents import Content, document_of, released

WITHHELD, HELD = "withheld", "held"
"""That something of a cable is withheld, in whatever scope; that its newest version is not public."""


class Whole:
    """What the full index has: every cable, and of it the newest version as reviewers read it.

    A cable of which nothing is kept back has the document that it has in the public index.
    """

    forgets = False

    def keys(self, after: int, most: int) -> list[int]:
        return list(Cable.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])

    def documents(self, cables: Sequence[int]) -> Iterator[tuple[int, Document]]:
        newest = _newest(cables)
        kept = _kept(newest)
        for cable, content in released([cable for cable in newest if cable not in kept]):
            yield cable, document_of(cable, content)
        names = Names.of_tables() if kept else None
        for cable, why in kept.items():
            assert names  # noqa: S101
            yield cable, document_of(cable, whole_content(newest[cable], names), sorted(why))


def whole_content(version: CableVersion, names: Names) -> Content:
    """Of a version with its cable and collection read along. Three queries and a parse."""
    text = text_of(source_of(version))
    parsed = headed(parse_version(version, text), of_heading(version.cable_id))
    values = values_of(Projection(text, parsed, [0] * len(parsed.paragraphs)), names)
    facts, cable = values.facts(), version.cable
    level, heading, words = (PARAGRAPH.index(name) for name in ("level", "heading", "text"))
    post, name, excluded = (ADDRESSEE.index(name) for name in ("post", "name", "excluded"))
    return Content(
        mrn=cable.mrn,
        year=cable.year,
        post=cable.post,
        serial=cable.serial,
        sent_at=facts["sent_at"],
        classification=facts["classification"],
        captions=facts["captions"],
        collection=version.collection.slug,
        title=facts["title"],
        paragraphs=[(row[level], row[heading], row[words]) for row in values.paragraphs],
        tags=[row[TAG.index("code")] for row in values.tags],
        addressees=[(row[post], row[name]) for row in values.addressees if not row[excluded]],
        cited=[row[REFERENCE_MRN] for row in values.references if row[REFERENCE_MRN]],
        named=[row[MENTION_MRN] for row in values.mentions if row[MENTION_MRN]],
    )


def _newest(cables: Sequence[int]) -> dict[int, CableVersion]:
    """The version that reviewers are shown first, by cable."""
    versions = CableVersion.objects.filter(cable__in=cables).select_related("cable", "collection")
    return {version.cable_id: version for version in versions.order_by("cable", "ordinal")}


def _kept(newest: dict[int, CableVersion]) -> dict[int, set[str]]:
    """Of the cables of which something is kept from the public, what."""
    kept: dict[int, set[str]] = defaultdict(set)
    live = Decision.objects.live().withholdings().filter(cable__in=newest)
    for cable in live.order_by().values_list("cable", flat=True).distinct():
        kept[cable].add(WITHHELD)
    for cable, version in newest.items():
        if not version.shown or version.collection.standing != Collection.Standing.UP:
            kept[cable].add(HELD)
    return dict(kept)
