"""What is settled of an invented telegram before it is written, and what comes of it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from cables.inventing.posts import Post

SPACED = {"U": "UNCLAS", "C": "C O N F I D E N T I A L", "S": "S E C R E T"}
CLASSIFICATIONS = {"U": "UNCLASSIFIED", "C": "CONFIDENTIAL", "S": "SECRET"}


@dataclass(frozen=True, slots=True)
class Invented:
    """`heading` ends with the class line; `before` and `after` are what an archive puts round it all."""

    mrn: str
    sent: dt.datetime
    origin: str
    classification: str
    cited: tuple[str, ...]  # as a REF line writes them: `08 ZENDA 412`
    heading: str
    body: str
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        return f"{self.before}{self.heading}\n{self.body}{self.after}"


@dataclass(slots=True)
class Settled:
    """What is settled of a telegram before it is written."""

    dice: random.Random
    n: int
    post: Post
    sent: dt.datetime
    serial: int
    cited: tuple[str, ...]
    level: str  # U, C or S

    @property
    def is_marked(self) -> bool:
        return self.level != "U"

    @property
    def dtg(self) -> str:
        return f"{self.sent:%d%H%M}Z {self.sent:%b %y}".upper()

    def told(
        self, heading: Sequence[str], body: Sequence[str], before: str = "", after: str = ""
    ) -> Invented:
        mrn = f"{self.sent:%y}{self.post.code}{self.serial}"
        origin, classification = self.post.name, CLASSIFICATIONS[self.level]
        return Invented(
            mrn,
            self.sent,
            origin,
            classification,
            self.cited,
            "\n".join(heading),
            "\n".join(body),
            before,
            after,
        )
