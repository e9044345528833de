"""Two parsers that divide the same bytes otherwise, and one place to change from one to the other."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from unittest import mock

from cables.parsing import ParsedCable, parse_cable


@lru_cache(4096)
def _parsed(raw: str, gaps: tuple[int, ...]) -> ParsedCable:
    """Remembered, since every act parses every version again."""
    return parse_cable(raw, gaps)


class Parsers:
    """In place of parse_cable. The joining one makes paragraph 3, and what follows, part of paragraph 2."""

    joins = False

    def __call__(self, raw: str, gaps: Sequence[int] = ()) -> ParsedCable:
        if self.joins:
            raw = raw.replace("\n\n3. (", "\n  3-(")
        return _parsed(raw, tuple(gaps))


@contextmanager
def changeable() -> Iterator[Parsers]:
    """Inside, everything above cables.parsing parses with what is given here."""
    parsers = Parsers()
    modules = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("cables.") and getattr(module, "parse_cable", None) is parse_cable
    ]
    with ExitStack() as stack:
        for module in modules:
            if not module.__name__.startswith("cables.parsing"):
                stack.enter_context(mock.patch.object(module, "parse_cable", parsers))
        yield parsers
