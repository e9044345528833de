"""Names as the tables have them: posts by how a header writes them, tags by their codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

POST_TITLES = {"AMEMBASSY", "AMCONSUL", "USMISSION", "USINT", "AMCONGEN", "USLO", "SECSTATE"}


class Names:
    """What the tables say, without them: processes that only parse are given one."""

    def __init__(self, tags: Mapping[str, str], posts: Iterable[tuple[str, Iterable[str]]]) -> None:
        """`tags` are names by code, `posts` codes with their aliases."""
        posts = list(posts)
        self._tags = dict(tags)
        self._posts: dict[str, str] = {}
        for code, aliases in posts:
            for alias in aliases:
                self._posts.setdefault(_key(alias), code)
        # A code wins over another post's alias.
        self._posts.update({_key(code): code for code, _ in posts})

    @classmethod
    def of_tables(cls) -> Self:
        """Reads both tables; make one for each import."""
        from cables.models import Post, Tag  # here, so that without them no Django is needed

        return cls(dict(Tag.objects.values_list("code", "name")), Post.objects.values_list("code", "aliases"))

    def post(self, name: str) -> str:
        """The code of `AMEMBASSY LA PAZ`, `SECSTATE WASHDC`; "" for a collective or an agency."""
        words = name.upper().split()
        tries = [words, words[1:]] if len(words) > 1 and words[0] in POST_TITLES else [words]
        for attempt in tries:
            if code := self._posts.get("".join(attempt)):
                return code
        return ""

    def tag(self, code: str) -> str:
        return self._tags.get(code, "")


def _key(name: str) -> str:
    return "".join(name.upper().split())
