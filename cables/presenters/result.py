"""A cable as one line of a list: its date, subject, mark, post, number, and where a word was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cables.models import CableVersion, Collection
from cables.presenters.badge import Badge, cable_badge, paragraph_badge
from cables.presenters.deletions import shown_subject
from cables.presenters.found import Piece, pieces, snippet
from cables.presenters.links import to_cables
from cables.presenters.names import post_names, short_date
from cables.search.hits import Hit
from cables.search.marking import NO_MARKS, Marks
from cables.visibility import shown_versions


@dataclass(frozen=True, slots=True)
class Snippet:
    number: str  # `¶3`, or "" for a paragraph without a number
    href: str
    badge: Badge
    pieces: tuple[Piece, ...]
    paragraphs: int  # how many of the cable have a word that was searched for


@dataclass(frozen=True, slots=True)
class Result:
    mrn: str
    href: str
    subject: tuple[Piece, ...]  # empty where the cable states none
    sent: str  # ISO date, or "" where it has none
    sent_in_words: str
    badge: Badge
    post: str
    notice: str
    incomplete: bool
    cited: int | None  # only where the list is sorted by it
    snippet: Snippet | None


def results(
    versions: Sequence[CableVersion],
    marks: Marks = NO_MARKS,
    hits: Mapping[int, Hit] | None = None,
    posts: Mapping[str, str] | None = None,
) -> tuple[Result, ...]:
    """From versions of `for_list()`; asks one query for the names of posts where they are not given."""
    hits = hits or {}
    if posts is None:
        posts = post_names(posts_in(versions))
    to = to_cables()
    return tuple(
        Result(
            mrn=version.cable.mrn,
            href=to(version.cable.mrn),
            subject=pieces(shown_subject(version.title, version.subject_codes), marks),
            sent=f"{version.sent_at:%Y-%m-%d}" if version.sent_at else "",
            sent_in_words=short_date(version.sent_at) if version.sent_at else "No date",
            badge=cable_badge(version.classification),
            post=posts.get(version.cable.post, ""),
            notice=version.collection.notice,
            incomplete=not version.complete,
            cited=getattr(version, "cited", None),
            snippet=_snippet(version, hits[version.pk], marks, to(version.cable.mrn))
            if version.pk in hits
            else None,
        )
        for version in versions
    )


def notices(shown: Iterable[Result]) -> list[str]:
    """The notices of the collections in a list, each once: the foot of the page repeats them."""
    return list(dict.fromkeys(result.notice for result in shown if result.notice))


def notices_of_all() -> list[str]:
    """The notices of every collection of which something is shown, for pages that list no cable."""
    shown = Exists(CableVersion.objects.filter(shown_versions(), collection=OuterRef("pk")))
    marked = Collection.objects.exclude(notice="").filter(shown)
    return [*marked.order_by("notice").values_list("notice", flat=True).distinct()]


def posts_in(versions: Iterable[CableVersion]) -> set[str]:
    return {version.cable.post for version in versions}


def _snippet(version: CableVersion, hit: Hit, marks: Marks, cable: str) -> Snippet:
    paragraph = hit.paragraph
    text = f"{paragraph.heading} {paragraph.text}" if paragraph.heading else paragraph.text
    return Snippet(
        number=f"¶{paragraph.number}" if paragraph.number else "",
        href=f"{cable}#p{paragraph.number}" if paragraph.number else "",
        badge=paragraph_badge(
            paragraph.portion_mark,
            paragraph.level,
            paragraph.inherited,
            paragraph.captions,
            version.classification,
        ),
        pieces=snippet(text, marks),
        paragraphs=hit.paragraphs,
    )
