"""A list as the values of an Atom feed (RFC 4287), in pages (RFC 5005).

When something was changed here is not public: beside its neighbours' it would tell how long a text was held
back. So a cable is dated as it was sent, or as its archive released it, and no entry by this site's clock.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.urls import reverse

from cables.models import CableVersion, Paragraph
from cables.presenters.badge import cable_badge
from cables.presenters.cable_row import moment
from cables.presenters.deletions import shown_subject
from cables.presenters.names import post_names, tag_names
from cables.presenters.result_list import CHIPS
from cables.presenters.saving import href
from cables.presenters.sentences import first_sentences
from cables.search.address import Address
from cables.search.chips import conditions
from cables.search.everything import in_list_order, versions_of
from cables.search.filters import CableFilter

ENTRIES = 50
SITE = "Reading Room"
IDS = uuid.UUID("5b0c6f0e-6a0f-4c53-9a35-0d3f6f7f2b1c")
"""Numbers of cables in this space give the ids of entries: the same under any host."""
NEVER = "1970-01-01T00:00:00Z"
"""When a list without a dated cable was last changed, for all that is known."""


@dataclass(frozen=True, slots=True)
class Category:
    term: str
    scheme: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    title: str
    address: str
    published: str  # "" where it has no date
    updated: str
    summary: str  # "" where it has no text
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    id: str
    title: str
    subtitle: str  # what of the address was not understood
    updated: str
    author: str
    author_address: str
    list_address: str  # the same list as a page
    address: str
    first: str
    previous: str
    next: str
    entries: tuple[Entry, ...]


def feed(cables: CableFilter, asked: str, site: str) -> Feed:
    """`asked` is the page as typed; one after the last gives the last, as in the list. `site` is the scheme
    and host of addresses."""
    keys, number, more = _page(cables, asked)
    rows = CableVersion.objects.released().for_entry()
    entries = _entries(list(versions_of(keys, rows)), site)

    def page(at: int) -> str:
        pairs = [*cables.address, *([("page", str(at))] if at > 1 else [])]
        return site + href("feed", Address.of(pairs))

    return Feed(
        id="urn:x-reading-room:list:" + str(cables.address).removeprefix("?"),
        title=f"{SITE}: {title_of(cables)}",
        subtitle=" ".join(cables.notes),
        updated=max((entry.updated for entry in entries), default=NEVER),
        author=SITE,
        author_address=site + reverse("home"),
        list_address=site + href("cable-list", cables.address),
        address=page(number),
        first=page(1),
        previous=page(number - 1) if number > 1 else "",
        next=page(number + 1) if more else "",
        entries=entries,
    )


def title_of(cables: CableFilter) -> str:
    """`cables: tag PREL, from ZENDA`, however many there are."""
    asked = [f"{CHIPS[each.name].lower()} {each.value}" for each in conditions(cables)]
    return f"cables: {', '.join(asked)}" if asked else "all cables"


def _page(cables: CableFilter, asked: str) -> tuple[Sequence[int], int, bool]:
    """Its keys, its number, and whether there is another after it."""
    # Nine digits are more pages than there can be; int() refuses thousands of them.
    number = max(1, int(asked[:9])) if asked.isdecimal() else 1
    keys = list(islice(in_list_order(cables), number * ENTRIES + 1))
    number = min(number, max(1, -(-len(keys) // ENTRIES)))
    end = number * ENTRIES
    return keys[end - ENTRIES : end], number, len(keys) > end


def _entries(versions: Sequence[CableVersion], site: str) -> tuple[Entry, ...]:
    posts = post_names(version.cable.post for version in versions)
    tags = tag_names(tag.code for version in versions for tag in version.tags.all())
    return tuple(
        Entry(
            id=_id(f"cable {version.cable.mrn}"),
            title=_title(version),
            address=site + reverse("cable", args=[version.cable.mrn]),
            published=moment(version.sent_at),
            updated=moment(version.sent_at or version.released_at) or NEVER,
            summary=_summary(version),
            categories=tuple(_categories(version, posts, tags, site)),
        )
        for version in versions
    )


def _id(name: str) -> str:
    return uuid.uuid5(IDS, name).urn


def _title(version: CableVersion) -> str:
    """`CONFIDENTIAL 08ZENDA412: Harbor dues owed`. In brackets the mark would be the subject's own."""
    stated = version.classification != CableVersion.Classification.UNKNOWN
    mark = f"{version.classification} " if stated else ""
    subject = shown_subject(version.title, version.subject_codes) or "No subject stated"
    return f"{mark}{version.cable.mrn}: {subject}"


def _summary(version: CableVersion) -> str:
    """The first sentences of the cable's own summary, or else of its text, under the mark printed there."""
    opening = _opening(version.paragraphs.all(), version.summary_first or 0)
    if opening is None:
        return version.collection.notice
    notice = f"{version.collection.notice}. " if version.collection.notice else ""
    mark = f"({opening.portion_mark}) " if opening.portion_mark else ""
    return notice + mark + first_sentences(opening.text)


def _opening(paragraphs: Iterable[Paragraph], first: int) -> Paragraph | None:
    return next((each for each in paragraphs if each.position >= first and each.text), None)


def _categories(
    version: CableVersion, posts: dict[str, str], tags: dict[str, str], site: str
) -> Iterable[Category]:
    mark = cable_badge(version.classification).words
    yield Category(version.classification, site + reverse("markings"), mark)
    if post := version.cable.post:
        yield Category(post, site + reverse("post-list"), posts.get(post, post))
    for code in dict.fromkeys(tag.code for tag in version.tags.all()):
        yield Category(code, site + reverse("tag-list"), tags.get(code, ""))
    collection = version.collection
    yield Category(collection.slug, site + reverse("collection", args=[collection.slug]), collection.name)
