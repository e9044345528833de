"""The pages on which a reader or a member of staff meets what a telegram said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import cycle
from urllib.parse import quote

from tests.sanitiser.hostile import POST
from tests.sanitiser.watching import Seen, Watch

STAFF_LISTS = (
    *("importitem", "importbatch", "cableversion", "paragraph", "addressee", "cabletag"),
    *("reference", "mention", "finding", "repair", "publicsource"),
)
STAFF_PAGES = 3
"""Pages of a staff list that are looked at; all of them for the names of files."""

ASKED = 900
"""Characters in one question; the list takes 1,000."""

PLACES = ("/cables/{}/", "/tags/{}/", "/posts/{}/", "/go/?q={}")
"""Where a question stands in an address, besides the list's own."""


def public_pages(
    watch: Watch, serials: Sequence[int], forms: Sequence[str], questions: int | None = None
) -> Iterator[tuple[str, str, Seen]]:
    """(kind of page, address, what was seen) of the pages that show these telegrams or are asked for them.

    `questions` is the most that are asked, all the forms unless given.
    """
    for serial in serials:
        yield from _one(watch, "cable", f"/cables/08{POST}{serial}/")
        yield from _one(watch, "source", f"/cables/08{POST}{serial}/source/")
    yield from _one(watch, "home", "/")
    yield from _one(watch, "post", f"/posts/{POST}/")
    yield from _one(watch, "collection", "/collections/imported/")
    yield from _leaves(watch, "list", "/cables/?collection=imported", "page")
    tags = watch.open("/tags/")
    yield "tags", "/tags/", tags
    codes = sorted({link for link in tags.links if link.startswith("/tags/") and link != "/tags/"})
    # All of them stand in the list of tags; one in so many is opened.
    for address in codes[:: len(codes) // (5 + len(forms) // 10) + 1]:
        yield from _one(watch, "tag", address)
    asked = " ".join(form[:300] for form in forms)
    yield from _asked(watch, asked if questions is None else asked[: questions * ASKED])


def noted_pages(watch: Watch, serials: Sequence[int]) -> Iterator[tuple[str, str, Seen]]:
    """The pages that show notes, to everybody and to reviewers."""
    for serial in serials:
        yield from _one(watch, "cable with notes", f"/cables/08{POST}{serial}/")
        yield from _one(watch, "review with notes", f"/review/cables/08{POST}{serial}/")
        yield from _one(watch, "review with notes", f"/review/cables/08{POST}{serial}/1/")


def sample_pages(watch: Watch) -> Iterator[tuple[str, str, Seen]]:
    """The sample, whose pages show all that the templates of a list and a cable can."""
    for kind, page, seen in [
        *_leaves(watch, "list", "/cables/?collection=sample", "page"),
        *_leaves(watch, "list", "/cables/?sort=sent", "page"),
    ]:
        yield kind, page, seen
        for address in sorted({link for link in seen.links if re.fullmatch("/cables/[^/?]+/", link)}):
            yield from _one(watch, "cable", address)
            yield from _one(watch, "source", f"{address}source/")


def _asked(watch: Watch, forms: str) -> Iterator[tuple[str, str, Seen]]:
    """Forms as a reader, or a link to the site, may put them into an address."""
    places = cycle(PLACES)
    for at, place in zip(range(0, len(forms), ASKED), places, strict=False):
        asked = quote(forms[at : at + ASKED], safe="")
        yield from _one(watch, "asked list", f"/cables/?q={asked}")
        yield from _one(watch, f"asked {place}", place.format(asked))


def staff_pages(watch: Watch) -> Iterator[tuple[str, str, Seen]]:
    for name in STAFF_LISTS:
        address = f"/admin/cables/{name}/"
        most = None if name == "importitem" else STAFF_PAGES
        for number, (kind, page, seen) in enumerate(_leaves(watch, name, f"{address}?", "p"), 1):
            yield kind, page, seen
            if number == 1:
                rows = [link for link in seen.links if link.startswith(address) and link.endswith("/change/")]
                for row in rows[:2]:
                    yield from _one(watch, f"{name} row", row)
            if number == most:
                break


def _one(watch: Watch, kind: str, address: str) -> Iterator[tuple[str, str, Seen]]:
    yield kind, address, watch.open(address)


def _leaves(watch: Watch, kind: str, address: str, parameter: str) -> Iterator[tuple[str, str, Seen]]:
    """A list page by page, as long as one links to the next."""
    number = 1
    while True:
        seen = watch.open(f"{address}&{parameter}={number}")
        yield kind, f"{address}&{parameter}={number}", seen
        number += 1
        if not any(f"{parameter}={number}" in link.split("?")[-1].split("&") for link in seen.links):
            return
