"""A cable as one line of a list: its date, subject, mark, post, number, and where a word was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cables.models import CableVersion, Collection
from cables.presenters.badge import Badge, cable_badge, paragraph_badge
from cables.presenters.deletions import shown_subject
from cables.presenters.found import Piece, pieces, snippet
from cables.presenters.links import to_cables
from cables.presenters.names import post_names, short_date
from cables.search.address import Address
from cables.search.hits import Hit, searched
from cables.search.marking import NO_MARKS, Marks
from cables.search.place import AT


@dataclass(frozen=True, slots=True)
class Snippet:
    number: str  # `¶3`, or `¶` for a paragraph without a number
    name: str
    href: str
    badge: Badge
    pieces: tuple[Piece, ...]
    paragraphs: int  # how many of the cable have a word that was searched for


@dataclass(frozen=True, slots=True)
class Result:
    mrn: str
    anchor: str  # its id in the list, "" where nothing leads back to it
    href: str
    subject: tuple[Piece, ...]  # empty where the cable states none
    sent: str  # ISO date, or "" where it has none
    sent_in_words: str
    badge: Badge
    post: str
    notice: str  # what its collection says; to reviewers, what is decided about it
    incomplete: bool
    cited: int | None  # only where the list is sorted by it
    snippet: Snippet | None


def results(
    versions: Sequence[CableVersion],
    marks: Marks = NO_MARKS,
    hits: Mapping[int, Hit] | None = None,
    posts: Mapping[str, str] | None = None,
    address: Address | None = None,
    first: int = 0,
) -> tuple[Result, ...]:
    """From versions of `for_list()`; asks one query for the names of posts where they are not given.

    `address` and `first` are those of a list that one can come back to, and the place in it of the first.
    """
    hits = hits or {}
    if posts is None:
        posts = post_names(posts_in(versions))
    to, state = to_cables(), str(address) if address and address.pairs else ""
    hrefs = [to(version.cable.mrn) + at_place(state, first + n) for n, version in enumerate(versions)]
    return tuple(
        Result(
            mrn=version.cable.mrn,
            anchor=anchor_of(first + n) if first else "",
            href=hrefs[n],
            subject=pieces(
                shown_subject(version.title, version.subject_codes),
                marks if version.subject_codes is None else NO_MARKS,
            ),
            sent=f"{version.sent_at:%Y-%m-%d}" if version.sent_at else "",
            sent_in_words=short_date(version.sent_at) if version.sent_at else "No date",
            badge=cable_badge(version.classification),
            post=posts.get(version.cable.post, ""),
            notice=version.collection.notice,
            incomplete=not version.complete,
            cited=getattr(version, "cited", None),
            snippet=snippet_of(hits.get(version.pk), marks, hrefs[n], version.classification),
        )
        for n, version in enumerate(versions)
    )


def at_place(state: str, at: int) -> str:
    """What the address of a cable's page says of the list that one comes from; nothing of all cables."""
    return f"{state}&{AT}={at}" if state else ""


def anchor_of(at: int) -> str:
    """The id of a result in its list."""
    return f"r{at}"


def notices(shown: Iterable[Result]) -> list[str]:
    """The notices of the collections in a list, each once: the foot of the page repeats them."""
    return list(dict.fromkeys(result.notice for result in shown if result.notice))


def notices_of_all() -> list[str]:
    """The notices of every collection of which something is shown, for pages that list no cable."""
    marked = Collection.objects.released().exclude(notice="")
    return [*marked.order_by("notice").values_list("notice", flat=True).distinct()]


def posts_in(versions: Iterable[CableVersion]) -> set[str]:
    return {version.cable.post for version in versions}


def snippet_of(hit: Hit | None, marks: Marks, cable: str, classification: str) -> Snippet | None:
    """`cable` is the address of its page, `classification` what stands on it as a whole."""
    if hit is None:
        return None
    paragraph = hit.paragraph
    return Snippet(
        number="¶" if paragraph.number is None else f"¶{paragraph.number}",
        name="Unnumbered paragraph" if paragraph.number is None else f"Paragraph {paragraph.number}",
        href=f"{cable}#{hit.anchor}",
        badge=paragraph_badge(
            paragraph.portion_mark,
            paragraph.level,
            paragraph.inherited,
            paragraph.captions,
            classification,
        ),
        pieces=snippet(searched(paragraph.heading, paragraph.text), marks),
        paragraphs=hit.paragraphs,
    )
