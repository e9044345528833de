"""Who cites a cable, and where: released versions only."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import F, Q
from django.urls import reverse

from cables.models import CableVersion, Mention, Reference
from cables.presenters.badge import Badge, paragraph_badge
from cables.presenters.names import short_date
from cables.presenters.sentences import sentence_around
from cables.visibility import shown_versions

MOST_CABLES = 50
MOST_ROWS = 400
VERSION_COLUMNS = ("version__sent_at", "version__classification", "version__cable__mrn")
# Never by a key: it tells the order of import, and is another in the public copy.
NEWEST_FIRST = (F("version__sent_at").desc(nulls_last=True), "version__cable__mrn")
PARAGRAPH_COLUMNS = ("number", "portion_mark", "level", "inherited", "captions", "text")


@dataclass(frozen=True, slots=True)
class Place:
    """One paragraph of the citing cable, with the sentence that cites."""

    label: str  # '¶2'
    href: str
    badge: Badge
    sentence: str


@dataclass(frozen=True, slots=True)
class Citing:
    mrn: str
    href: str
    date: str
    places: tuple[Place, ...]  # empty: it cites in its REF line only


@dataclass(frozen=True, slots=True)
class CitedBy:
    cables: tuple[Citing, ...]
    more: bool  # there are more than are listed

    @property
    def heading(self) -> str:
        count = len(self.cables)
        if self.more:
            return f"Cited by more than {count} cables"
        return f"Cited by {count} cable{'' if count == 1 else 's'}"


@dataclass
class _Entry:
    version: CableVersion
    places: dict[int, Place] = field(default_factory=dict)


def cited_by(mrn: str, leaving_out: int | None = None) -> CitedBy:
    """In two queries. `leaving_out` is the id of a cable whose mentions of itself do not count."""
    condition = Q(mrn=mrn) & shown_versions("version__")
    if leaving_out:
        condition &= ~Q(version__cable=leaving_out)
    references = (
        Reference.objects.filter(condition)
        .select_related("version__cable")
        .only(*VERSION_COLUMNS)
        .order_by(*NEWEST_FIRST, "position")[:MOST_ROWS]
    )
    mentions = (
        Mention.objects.filter(condition)
        .select_related("version__cable", "paragraph")
        .only("start", "end", *VERSION_COLUMNS, *(f"paragraph__{name}" for name in PARAGRAPH_COLUMNS))
        .order_by(*NEWEST_FIRST, "paragraph__position", "start")[:MOST_ROWS]
    )
    entries: dict[int, _Entry] = {}
    for reference in references:
        entries.setdefault(reference.version_id, _Entry(reference.version))
    for mention in mentions:
        entry = entries.setdefault(mention.version_id, _Entry(mention.version))
        entry.places.setdefault(mention.paragraph_id, _place(mention))
    newest = sorted(entries.values(), key=_newest_first)
    return CitedBy(tuple(map(_citing, newest[:MOST_CABLES])), more=len(newest) > MOST_CABLES)


def _newest_first(entry: _Entry) -> tuple[float, str]:
    sent = entry.version.sent_at
    return (-sent.timestamp() if sent else float("inf"), entry.version.cable.mrn)


def _citing(entry: _Entry) -> Citing:
    mrn, sent = entry.version.cable.mrn, entry.version.sent_at
    return Citing(
        mrn,
        reverse("cable", args=[mrn]),
        short_date(sent) if sent else "no date",
        tuple(entry.places.values()),
    )


def _place(mention: Mention) -> Place:
    paragraph, version = mention.paragraph, mention.version
    badge = paragraph_badge(
        paragraph.portion_mark,
        paragraph.level,
        paragraph.inherited,
        paragraph.captions,
        version.classification,
    )
    address = reverse("cable", args=[version.cable.mrn])
    sentence = sentence_around(paragraph.text, mention.start, mention.end)
    if paragraph.number is None:
        return Place("unnumbered ¶", address, badge, sentence)
    return Place(f"¶{paragraph.number}", f"{address}#p{paragraph.number}", badge, sentence)
