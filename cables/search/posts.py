"""Posts as readers may write them: by code, by name, or as a header addresses them."""

from __future__ import annotations

from cables.models import Post
from cables.search.values import tidy

MAX_LENGTH = 120


def code_of_post(typed: str) -> str:
    """The code of `AMEMBASSY LA PAZ`, `la paz`, `Embassy La Paz`; else `typed` as codes are written."""
    key = _key(tidy(typed)[:MAX_LENGTH])
    spellings: dict[str, str] = {}
    codes = []
    for code, name, aliases in Post.objects.values_list("code", "name", "aliases"):
        codes.append(code)
        for spelling in (*aliases, name):
            spellings.setdefault(_key(spelling), code)
    # A code is never another post's alias.
    return key if key in codes else spellings.get(key, key)


def _key(spelling: str) -> str:
    return "".join(c for c in spelling.upper() if c.isalnum())
