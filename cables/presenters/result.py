"""A cable as one line of a list: its date, subject, mark, post, number, and where a word was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models.functions import Left
from django.urls import reverse

from cables.models import CableVersion, Paragraph
from cables.presenters.badge import Badge, cable_badge, paragraph_badge
from cables.presenters.found import Piece, pieces, snippet
from cables.presenters.names import post_names, short_date, tag_names
from cables.presenters.sentence_case import sentence_case
from cables.search.hits import Hit

READ_OF_A_PARAGRAPH = 4000  # characters, as evidence for the case of the subject's words


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
    words: Iterable[str] = (),
    hits: Mapping[int, Hit] | None = None,
    posts: Mapping[str, str] | None = None,
    tags: Mapping[str, str] | None = None,
) -> tuple[Result, ...]:
    """From versions of `for_list()`; asks one query, and one each for names of posts and tags not given."""
    words, hits = tuple(words), hits or {}
    if posts is None:
        posts = post_names(posts_in(versions))
    subjects = _subjects(versions, tag_names(tags_in(versions)) if tags is None else tags)
    return tuple(
        Result(
            mrn=version.cable.mrn,
            href=reverse("cable", args=[version.cable.mrn]),
            subject=pieces(subjects[version.pk], words),
            sent=f"{version.sent_at:%Y-%m-%d}" if version.sent_at else "",
            sent_in_words=short_date(version.sent_at) if version.sent_at else "No date",
            badge=cable_badge(version.classification),
            post=posts.get(version.cable.post, ""),
            notice=version.collection.notice,
            incomplete=not version.complete,
            cited=getattr(version, "cited", None),
            snippet=_snippet(version, hits[version.pk], words) if version.pk in hits else None,
        )
        for version in versions
    )


def notices(shown: Iterable[Result]) -> list[str]:
    """The notices of the collections in a list, each once: the foot of the page repeats them."""
    return list(dict.fromkeys(result.notice for result in shown if result.notice))


def posts_in(versions: Iterable[CableVersion]) -> set[str]:
    return {version.cable.post for version in versions}


def tags_in(versions: Iterable[CableVersion]) -> set[str]:
    return {tag.code for version in versions for tag in version.tags.all()}


def _subjects(versions: Sequence[CableVersion], tags: Mapping[str, str]) -> dict[int, str]:
    """Set as on the cable's own page: by its text, and by the names of its tags."""
    bodies: dict[int, list[str]] = defaultdict(list)
    if versions:
        rows = Paragraph.objects.filter(version__in=[version.pk for version in versions])
        for pk, text in rows.values_list("version_id", Left("text", READ_OF_A_PARAGRAPH)):
            bodies[pk].append(text)
    return {
        version.pk: sentence_case(
            version.subject, bodies[version.pk], [tags.get(tag.code, "") for tag in version.tags.all()]
        )
        for version in versions
    }


def _snippet(version: CableVersion, hit: Hit, words: tuple[str, ...]) -> Snippet:
    paragraph = hit.paragraph
    text = f"{paragraph.heading} {paragraph.text}" if paragraph.heading else paragraph.text
    cable = reverse("cable", args=[version.cable.mrn])
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
        pieces=snippet(text, words),
        paragraphs=hit.paragraphs,
    )
