"""The shown text once more, made from the raw text and the repairs alone.

Written from what cables/parsing/repairs.py promises, not from what the parser does: replay the repairs
of a block on its raw slice, then join its lines. Blank lines and rules are layout and hold no text. A
hyphen at the end of a line that no repair took away is the word's own: nothing is put behind it.
"""

import re
from collections.abc import Iterator

from cables.parsing import Block, ParsedCable, Span
from cables.parsing.repairs import PAGE_MARKER

AS_IT_STANDS = ("plain", "labelled", "aad")  # containers whose text is the record itself
NOTHING = "\ufeff\x00\x1a"  # with white space, what a line without text is made of
RULE = re.compile(r"(?:[-_=*~.] ?){4,}")
OPEN_HYPHEN = re.compile(r"[^\s\-(\"']-$")
GOES_ON = re.compile(r"[^\s\-.,;:)\"']")


def unreplayed(raw: str, cable: ParsedCable) -> Iterator[tuple[str, str]]:
    """(shown, replayed) of every block whose text its repairs do not give; nothing for a sound record."""
    for repair in cable.repairs:
        before = raw[repair.span.start : repair.span.end]
        if before != repair.before:
            yield repair.before, before
    for paragraph in cable.paragraphs:
        for block in paragraph.blocks:
            again = replayed(raw, cable, block)
            if again != block.text:
                yield block.text, again


def replayed(raw: str, cable: ParsedCable, block: Block) -> str:
    if block.kind != "verbatim":
        return _joined([line.strip() for line in _lines(_repaired(raw, cable, block.span))])
    begin = _line_begin(raw, block.span.start)
    indented = not raw[begin : block.span.start].strip()  # else a number or a bullet stands before it
    whole = Span(begin if indented else block.span.start, block.span.end)
    lines = _lines(_repaired(raw, cable, whole, keep_margin=True))
    margin = min([_indent(raw[begin:]), *map(_indent, lines[1:])])
    return "\n".join(line[min(margin, _indent(line)) :].rstrip() for line in lines)


def _repaired(raw: str, cable: ParsedCable, span: Span, keep_margin: bool = False) -> str:
    """raw[span] with the repairs that lie within it; the margin after a page marker is in the repair."""
    at, pieces = span.start, []
    for repair in sorted(cable.repairs, key=lambda repair: repair.span):
        if at <= repair.span.start and repair.span.end <= span.end:
            pieces += [raw[at : repair.span.start], repair.after]
            if keep_margin and repair.reason == PAGE_MARKER:
                pieces.append(" " * _indent(raw[_line_begin(raw, repair.span.end) : repair.span.end] + "."))
            at = repair.span.end
    return "".join([*pieces, raw[at : span.end]])


def _lines(text: str) -> list[str]:
    lines = re.split(r"\r\n|\n|\r", text)
    return [
        line for line in lines if line.strip().strip(NOTHING).strip() and not RULE.fullmatch(line.strip())
    ]


def _line_begin(raw: str, at: int) -> int:
    return max(raw.rfind("\n", 0, at), raw.rfind("\r", 0, at)) + 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _joined(lines: list[str]) -> str:
    text = ""
    for line in lines:
        own = OPEN_HYPHEN.search(text[-2:]) and GOES_ON.match(line)
        text += line if own or not text else f" {line}"
    return text
