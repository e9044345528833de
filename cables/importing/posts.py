"""Addressees as they are written in telegrams, to the posts of the table."""

from __future__ import annotations

from cables.models import Post


class PostIndex:
    """Finds a post's code by the name in a header: `AMEMBASSY LA PAZ`, `SECSTATE WASHDC`, `LA PAZ`.

    Reads the table once; make one for each import. A code wins over another post's alias.
    """

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        for post in Post.objects.all():
            for alias in post.aliases:
                self._codes.setdefault(_key(alias), post.code)
        for code in Post.objects.values_list("code", flat=True):
            self._codes[_key(code)] = code

    def code(self, name: str) -> str:
        """The code, or "" for what the table does not know (a collective, an agency)."""
        words = name.upper().split()
        tries = [words, words[1:]] if len(words) > 1 and words[0] in POST_TITLES else [words]
        for attempt in tries:
            if code := self._codes.get("".join(attempt)):
                return code
        return ""


POST_TITLES = {"AMEMBASSY", "AMCONSUL", "USMISSION", "USINT", "AMCONGEN", "USLO", "SECSTATE"}


def _key(name: str) -> str:
    return "".join(name.upper().split())
