"""What is true of every record, whatever text it came from."""

import itertools
import re
from collections.abc import Iterator

from cables.parsing import ParsedCable

CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
COOKED = ("html", "csv_row")  # containers with escapes: a repair there is of the text that they stand for


def spans_of(value: object) -> Iterator:
    """Every span anywhere in a record."""
    if hasattr(value, "_fields"):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_of(item)
    elif hasattr(value, "__dataclass_fields__"):
        for field in value.__dataclass_fields__:
            yield from spans_of(getattr(value, field))


def holds(raw: str, cable: ParsedCable) -> bool:
    """Every character of the raw text is in exactly one span, and joined they give it back."""
    in_order = all(before.end == after.start for before, after in itertools.pairwise(cable.spans))
    return in_order and "".join(raw[span.start : span.end] for span in cable.spans) == raw


def assert_sound(raw: str, cable: ParsedCable) -> None:
    assert holds(raw, cable)
    for span in spans_of(cable):
        assert 0 <= span.start <= span.end <= len(raw)
    for repair in cable.repairs:
        assert raw[repair.span.start : repair.span.end] == repair.before or cable.container in COOKED
    for finding in cable.findings:
        assert CODE.fullmatch(finding.code)
        assert re.fullmatch(r"[^\n]{10,198}\.", finding.message), finding.message
