"""Names as the tables have them: posts by how a header writes them, tags by their codes."""

from __future__ import annotations

from cables.models import Post, Tag

POST_TITLES = {"AMEMBASSY", "AMCONSUL", "USMISSION", "USINT", "AMCONGEN", "USLO", "SECSTATE"}


class Names:
    """Reads both tables once; make one for each import."""

    def __init__(self) -> None:
        self._tags = dict(Tag.objects.values_list("code", "name"))
        self._posts: dict[str, str] = {}
        for code, aliases in Post.objects.values_list("code", "aliases"):
            for alias in aliases:
                self._posts.setdefault(_key(alias), code)
        # A code wins over another post's alias.
        self._posts.update({_key(code): code for code in Post.objects.values_list("code", flat=True)})

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
