"""What the lines of the declared fields are dealt out to."""

from __future__ import annotations

import dataclasses

from cables.parsing.lines import Line


@dataclasses.dataclass(slots=True)
class Segment:
    """One field as it stands: its lines, and where its value begins in the first of them."""

    name: str
    lines: list[Line]
    column: int  # in the first line's text
    is_empty: bool = True  # until a line brings a value

    def pieces(self) -> list[tuple[str, int]]:
        """(text, offset) of each line without its label and white space."""
        out = []
        for n, line in enumerate(self.lines):
            text = line.text[self.column :] if n == 0 else line.text
            offset = line.start + (self.column if n == 0 else 0)
            stripped = text.strip()
            if stripped:
                out.append((stripped, offset + len(text) - len(text.lstrip())))
        return out


@dataclasses.dataclass(slots=True)
class Fields:
    names: dict[int, str]
    body: int = 0  # index of the first line of the text
    captions: list[tuple[str, Line]] = dataclasses.field(default_factory=list)
    attention: list[Line] = dataclasses.field(default_factory=list)
    segments: list[Segment] = dataclasses.field(default_factory=list)
    are_quoted: bool = False  # they are those of a telegram that this one repeats, and text as well

    def of(self, name: str) -> list[Segment]:
        return [segment for segment in self.segments if segment.name == name]
