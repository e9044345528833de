"""The codes that public cables carry and no table knows, most common first; and what staff said of others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q
from django.urls import reverse

from cables.models import Addressee, Cable, CableTag, CableVersion, FormerNumber, Post, SettledCode, Tag
from cables.parsing.tags import canonical, kind_of
from cables.projection.names import POST_TITLES, place_of
from cables.projection.numbers import number_of

Table = SettledCode.Table
PAGE = 50
SUGGESTED = {
    "subject": "a subject",
    "geo": "a country or region",
    "organization": "an organization",
    "program": "a program",
}
NEAR = 4
"""Codes of the table that are offered because they are written almost so."""


@dataclass(slots=True)
class Carried:
    """A code with the public cables that carry it: `first` and `last` are the keys of versions, oldest and
    newest by when they came in."""

    code: str
    tags: int = 0
    numbers: int = 0
    addressees: int = 0
    names: set[str] = field(default_factory=set)  # of addressees
    first: int = 0
    last: int = 0

    @property
    def cables(self) -> int:
        return self.tags + self.numbers + self.addressees

    def seen(self, first: int, last: int) -> None:
        self.first = min(first, self.first) if self.first else first
        self.last = max(last, self.last)


@dataclass(frozen=True, slots=True)
class Example:
    mrn: str
    href: str
    came_in: dt.datetime


@dataclass(frozen=True, slots=True)
class UnknownCode:
    code: str
    shape: str  # a sentence of what its letters suggest, or of how it is written; "" where they say nothing
    where: str  # how many cables carry it, and as what
    href: str  # the page of all of them; "" where there is none
    examples: tuple[Example, ...]
    settle_href: str


@dataclass(frozen=True, slots=True)
class UnknownCodesPage:
    title: str
    table: str
    codes: tuple[UnknownCode, ...]
    total: int
    page: Page
    settled: Page  # of SettledCode, the newest first


def unknown_codes(table: str) -> list[Carried]:
    """Of all public cables, most common first."""
    found = _unknown_tags() if table == Table.TAGS else _unknown_posts()
    return sorted(found, key=lambda carried: (-carried.cables, carried.code))


def unknown_codes_page(table: str, number: str, settled: str, *, with_withheld: bool) -> UnknownCodesPage:
    """A page of the queue and one of what was `settled`, at most PAGE codes each; where a number is none of
    a page, the nearest there is.

    A settled code that is only on cables which are withheld now is a word of theirs: it is listed only
    `with_withheld`.
    """
    found = unknown_codes(table)
    page = Paginator(found, PAGE).get_page(number)
    examples = _examples(page.object_list)
    return UnknownCodesPage(
        title="TAGS that no table knows" if table == Table.TAGS else "Posts that no table knows",
        table=table,
        codes=tuple(_shown(table, carried, examples) for carried in page.object_list),
        total=len(found),
        page=page,
        settled=Paginator(_settled(table, with_withheld=with_withheld), PAGE).get_page(settled),
    )


def one_unknown_code(table: str, code: str) -> UnknownCode | None:
    """None of a code that no public cable carries, that the table knows or that is settled."""
    found = _unknown_tags(code) if table == Table.TAGS else _unknown_posts(code)
    carried = next((each for each in found if each.code == code), None)
    return _shown(table, carried, _examples([carried])) if carried else None


def codes_of(table: str) -> list[tuple[str, str]]:
    """All codes that the table knows, with their names."""
    rows = Tag.objects if table == Table.TAGS else Post.objects
    return list(rows.order_by("code").values_list("code", "name"))


def near(code: str, known: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Codes of the table that are written almost so, nearest first."""
    names = dict(known)
    return [(each, names[each]) for each in get_close_matches(code, names, NEAR, 0.7)]


def kind_by_shape(code: str) -> str:
    """The kind of a tag that its letters suggest; "unknown" where they suggest none."""
    return kind_of(code)


def _unknown_tags(code: str = "") -> list[Carried]:
    settled = SettledCode.objects.filter(table=Table.TAGS).values("code")
    rows = CableTag.objects.filter(Q(code=code) if code else Q(), version__shown=True)
    rows = rows.exclude(kind="person").exclude(code__in=Tag.objects.values("code"))
    counted = rows.exclude(code__in=settled).order_by().values_list("code")
    return [
        Carried(code, tags=count, first=first, last=last)
        for code, count, first, last in counted.annotate(Count("pk"), Min("version"), Max("version"))
    ]


def _unknown_posts(code: str = "") -> list[Carried]:
    """Of the numbers of cables, and of addressees that are written as posts are (AMEMBASSY …)."""
    known = set(Post.objects.values_list("code", flat=True))
    known |= set(SettledCode.objects.filter(table=Table.POSTS).values_list("code", flat=True))
    found: dict[str, Carried] = {}

    def carried(code: str) -> Carried:
        return found.setdefault(code, Carried(code))

    numbers = Cable.objects.filter(versions__shown=True).exclude(post="").order_by().values_list("post")
    for post, count, first, last in numbers.annotate(Count("pk"), Min("versions"), Max("versions")):
        if post not in known:
            carried(post).numbers = count
            carried(post).seen(first, last)
    titled = Q()
    for title in sorted(POST_TITLES):
        titled |= Q(name__startswith=f"{title} ")
    names = Addressee.objects.filter(titled, post="", version__shown=True).order_by().values_list("name")
    for name, count, first, last in names.annotate(Count("pk"), Min("version"), Max("version")):
        if (place := place_of(name)) not in known:
            carried(place).addressees += count
            carried(place).names.add(name)
            carried(place).seen(first, last)
    return [each for each in found.values() if not code or each.code == code]


def _settled(table: str, *, with_withheld: bool) -> list[SettledCode]:
    settled = list(SettledCode.objects.filter(table=table, withdrawn=False).order_by("-pk"))
    if with_withheld or not settled:
        return settled
    codes = {each.code for each in settled} | {each.means for each in settled}
    public = _typed_tags(codes) if table == Table.TAGS else _typed_posts(codes)
    added = SettledCode.Verdict.ADDED  # whoever adds a code is told that it is public from then on
    return [each for each in settled if each.verdict == added or each.code in public]


def _typed_tags(codes: set[str]) -> set[str]:
    """As they stand on public cables, whatever they mean."""
    rows = CableTag.objects.filter(code__in=codes, version__shown=True).order_by()
    return {canonical(raw) for raw in rows.values_list("raw", flat=True).distinct()}


def _typed_posts(codes: set[str]) -> set[str]:
    names = Addressee.objects.filter(post__in=["", *codes], version__shown=True).order_by()
    cables = Cable.objects.filter(post__in=codes, versions__shown=True)
    former = FormerNumber.objects.filter(cable__in=cables).values_list("mrn", flat=True)
    numbers = [*former, *cables.values_list("mrn", flat=True)]
    found = {place_of(name) for name in names.values_list("name", flat=True).distinct()}
    return found | {number.post for number in map(number_of, numbers) if number}


def _examples(carried: Sequence[Carried]) -> dict[int, Example]:
    """By version; a query."""
    keys = {key for each in carried for key in (each.first, each.last)}
    rows = CableVersion.objects.filter(pk__in=keys, shown=True).values_list("pk", "cable__mrn", "created_at")
    return {key: Example(mrn, reverse("cable", args=[mrn]), came_in) for key, mrn, came_in in rows}


def _shown(table: str, carried: Carried, examples: dict[int, Example]) -> UnknownCode:
    keys = [carried.first] if carried.first == carried.last else [carried.first, carried.last]
    name = "cables_tag_settle" if table == Table.TAGS else "cables_post_settle"
    if table == Table.TAGS:
        suggested = SUGGESTED.get(kind_of(carried.code))
        shape = f"Its letters suggest {suggested}." if suggested else ""
        href = reverse("tag", args=[carried.code])
    else:
        shape = f"Written {', '.join(sorted(carried.names)) or 'only in numbers'}."
        href = reverse("post", args=[carried.code]) if carried.numbers else ""
    return UnknownCode(
        code=carried.code,
        shape=shape,
        where=_where(carried),
        href=href,
        examples=tuple(examples[key] for key in keys if key in examples),
        settle_href=f"{reverse(f'admin:{name}')}?{urlencode({'code': carried.code})}",
    )


def _where(carried: Carried) -> str:
    counts = [
        (carried.tags, "cable", "cables"),
        (carried.numbers, "cable has it in its number", "cables have it in their numbers"),
        (carried.addressees, "cable is addressed to it", "cables are addressed to it"),
    ]
    return ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count)
