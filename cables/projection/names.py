"""Names as the tables have them: posts by how a header writes them, tags by their codes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple, Self

from cables.parsing.parsed import Tag
from cables.parsing.tags import known
from cables.projection.numbers import number_of

POST_TITLES = {"AMEMBASSY", "AMCONSUL", "USMISSION", "USINT", "AMCONGEN", "USLO", "SECSTATE"}


class Known(NamedTuple):
    """A tag of the table."""

    name: str
    kind: str


class Names:
    """What the tables say, without them: processes that only parse are given one."""

    def __init__(
        self,
        tags: Mapping[str, Known],
        posts: Iterable[tuple[str, Iterable[str]]],
        meant_tags: Mapping[str, str] | None = None,
        meant_posts: Mapping[str, str] | None = None,
    ) -> None:
        """`tags` are by code, `posts` codes with their aliases; `meant_…` what staff have said of codes that
        no table knew, which counts no more where one knows them by now."""
        posts = list(posts)
        self._tags = dict(tags)
        self._added = self._tags.keys() - known().keys()  # the parser does not know these
        self._meant_tags = _unknown(meant_tags, self._tags.keys() | known().keys())
        self._meant_posts = _unknown(meant_posts, {code for code, _ in posts})
        self._posts: dict[str, str] = {}
        for code, aliases in posts:
            for alias in aliases:
                self._posts.setdefault(_key(alias), code)
        self._posts.update({_key(code): meant for code, meant in self._meant_posts.items()})
        # A code wins over another post's alias.
        self._posts.update({_key(code): code for code, _ in posts})

    @classmethod
    def of_tables(cls) -> Self:
        """Reads the tables; make one for each import."""
        from cables.models import Post, SettledCode, Tag  # here, so that without them no Django is needed

        meant: dict[str, dict[str, str]] = {"tags": {}, "posts": {}}
        settled = SettledCode.objects.filter(verdict=SettledCode.Verdict.MEANS, withdrawn=False)
        for table, code, means in settled.values_list("table", "code", "means"):
            meant[table][code] = means
        return cls(
            {code: Known(name, kind) for code, name, kind in Tag.objects.values_list("code", "name", "kind")},
            Post.objects.values_list("code", "aliases"),
            meant["tags"],
            meant["posts"],
        )

    def post(self, name: str) -> str:
        """The code of `AMEMBASSY LA PAZ`, `SECSTATE WASHDC`; "" for a collective or an agency."""
        key = "".join(name.upper().split())
        return self._posts.get(key) or self._posts.get(place_of(name), "")

    def tag(self, code: str) -> str:
        found = self._tags.get(code)
        return found.name if found else ""

    def knows_tag(self, code: str) -> bool:
        return code in self._tags or code in known()

    @property
    def says_more(self) -> bool:
        """Whether the tables know anything that the parser does not."""
        return bool(self._added or self._meant_tags or self._meant_posts)

    @property
    def renumbers(self) -> bool:
        return bool(self._meant_posts)

    def meant(self, tag: Tag) -> Tag:
        """The tag that staff say was meant, of the kind that the table says; as typed it stays."""
        code = self._meant_tags.get(tag.code, tag.code)
        if code == tag.code and code not in self._added:
            return tag
        found = self._tags.get(code)
        return Tag(code, tag.raw, found.kind if found else tag.kind)

    def number(self, mrn: str | None) -> str | None:
        """A cable's number with the post that staff say was meant."""
        number = number_of(mrn) if self._meant_posts else None
        meant = self._meant_posts.get(number.post) if number else None
        return f"{number.year % 100:02d}{meant}{number.serial}" if number and meant else mrn


def place_of(name: str) -> str:
    """`AMEMBASSY LA PAZ` → `LAPAZ`, the name as it would stand in a number."""
    words = name.upper().split()
    return "".join(words[1:] if len(words) > 1 and words[0] in POST_TITLES else words)


def _unknown(meant: Mapping[str, str] | None, codes: Container[str]) -> dict[str, str]:
    return {code: means for code, means in (meant or {}).items() if code not in codes}


def _key(name: str) -> str:
    return "".join(name.upper().split())
