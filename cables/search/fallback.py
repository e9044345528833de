"""Where the index cannot answer, the tables do: a page is late then, and is there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from cables.search.filters import CableFilter
from cables.search.from_index import FromIndex
from cables.search.from_rows import FromRows
from cables.search.generations import Asked, Unanswered

log = logging.getLogger(__name__)


class IndexOrRows:
    """Answers a list as FromIndex does, and from the first question on that it cannot answer as FromRows."""

    def __init__(self, asked: Asked, cables: CableFilter) -> None:
        self._cables = cables
        self._answers: FromIndex | FromRows = FromIndex(asked, cables)

    def __getattr__(self, name: str) -> Any:
        answer = getattr(self._answers, name)
        if not callable(answer) or isinstance(self._answers, FromRows):
            return answer
        return lambda *asked: self._either(name, answer, asked)

    def _either(self, name: str, answer: Callable[..., Any], asked: tuple[Any, ...]) -> Any:
        try:
            return answer(*asked)
        except Unanswered as why:
            log.warning("%s This list is read from the tables.", why)
            self._answers = FromRows(self._cables)
            return getattr(self._answers, name)(*asked)
