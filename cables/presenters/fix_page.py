"""What the fix screen shows of a version: its raw text, what was read of it, what was put right before."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from cables.models import Cable, CableVersion, Override
from cables.parsing import ParsedCable, parse_cable
from cables.parsing.parsed import Tag
from cables.parsing.quoting import reading_text
from cables.presenters.badge import Badge, paragraph_badge
from cables.presenters.source_page import INVISIBLE
from cables.projection.arranging import arranged
from cables.projection.authority import as_tables_say
from cables.projection.corrections import change_of, changes_in, corrected_number, of_heading
from cables.projection.heading import headed
from cables.projection.names import Names
from cables.projection.sources import source_of, text_of
from cables.reviewing.received import may_read_bytes

MOST_LINES = 6_000
MOST_PARAGRAPHS = 800
"""More have no fields of their own: a form may have a thousand."""

OPENING = 160
"""Characters of a paragraph: it is to be recognised beside the raw text, and read there."""

HIDDEN = (
    "Something of this cable was decided about, so its raw text is for reviewers. You see what readers see, "
    "and can correct the heading; paragraphs and marks are for somebody who is a reviewer and an importer."
)
FIELDS = ("number", "subject", "sent_at", "originator", "classification", "tags")


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str
    labels: tuple[str, ...]  # of the paragraphs that begin here
    is_doubted: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    message: str
    line: int  # 0 where the raw text is not shown


@dataclass(frozen=True, slots=True)
class FixParagraph:
    at: int  # offset into the decoded source where it begins
    name: str
    badge: Badge
    text: str
    line: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """A correction made before; `value` and `reason` are empty where they may repeat what is withheld."""

    field: str
    value: str
    reason: str
    author: str
    at: dt.datetime
    waits: bool


@dataclass(frozen=True, slots=True)
class FixPage:
    """`read` is what the parser read by itself, `now` with all corrections, those that wait included.

    Both are by field as people write it. Of a text that is not shown they are what readers see.
    """

    mrn: str
    key: int
    ordinal: int
    ordinals: tuple[int, ...]
    seen: int
    why_hidden: str  # "" where the raw text is shown
    is_waiting: bool
    text: str
    lines: tuple[Line, ...]
    rest: int  # lines that are not shown
    read: dict[str, str]
    now: dict[str, str]
    doubts: tuple[Doubt, ...]
    paragraphs: tuple[FixParagraph, ...]
    more_paragraphs: int
    earlier: tuple[Earlier, ...]

    @property
    def line_starts(self) -> list[int]:
        return _starts(self.text.splitlines(keepends=True))


def fix_page(version: CableVersion, user: Any) -> FixPage:
    cable = version.cable
    overrides = list(Override.objects.filter(cable=cable).select_related("author", "version").order_by("-pk"))
    facts: dict[str, Any] = {
        "mrn": cable.mrn,
        "key": cable.pk,
        "ordinal": version.ordinal,
        "ordinals": tuple(cable.versions.order_by("-ordinal").values_list("ordinal", flat=True)),
        "seen": cable.revision,
        "is_waiting": any(override.waits for override in overrides),
    }
    if not may_read_bytes(user, cable):
        return FixPage(**facts, **_public(version), earlier=tuple(_earlier(overrides, None)))
    text = text_of(source_of(version))
    parsed = parse_cable(text)
    raw = text.splitlines(keepends=True)
    starts = _starts(raw)
    now = headed(arranged(text, parsed, changes_in(version, waiting=True)), of_heading(cable, waiting=True))
    findings = as_tables_say(now, Names.of_tables()).findings
    doubts = [Doubt(found.message, _line(starts, found.span.start)) for found in findings]
    paragraphs = [_paragraph(now, n, starts) for n in range(len(now.paragraphs))]
    return FixPage(
        **facts,
        why_hidden="",
        text=text,
        lines=tuple(_lines(raw[:MOST_LINES], paragraphs, doubts)),
        rest=max(len(raw) - MOST_LINES, 0),
        read=_values(parsed, parsed.mrn or ""),
        now=_values(now, corrected_number(cable) or _number(cable)),
        doubts=tuple(doubts),
        paragraphs=tuple(paragraphs[:MOST_PARAGRAPHS]),
        more_paragraphs=max(len(paragraphs) - MOST_PARAGRAPHS, 0),
        earlier=tuple(_earlier(overrides, starts)),
    )


def _public(version: CableVersion) -> dict[str, Any]:
    """What readers see; nothing of a version that is held."""
    tags = [Tag(tag.code, tag.raw, tag.kind) for tag in version.tags.all()]
    values = {
        "number": _number(version.cable),
        "subject": version.subject,
        "sent_at": _date(version.sent_at),
        "originator": version.originator,
        "classification": version.classification,
        "tags": _tags(tags),
    }
    doubts = tuple(Doubt(found.message, 0) for found in version.findings.all())
    nothing: dict[str, Any] = {"text": "", "lines": (), "rest": 0, "paragraphs": (), "more_paragraphs": 0}
    return nothing | {"why_hidden": HIDDEN, "read": values, "now": values, "doubts": doubts}


def _values(parsed: ParsedCable, number: str) -> dict[str, str]:
    return {
        "number": number,
        "subject": parsed.subject or "",
        "sent_at": _date(parsed.sent_at),
        "originator": parsed.originator or "",
        "classification": parsed.classification or "UNKNOWN",
        "tags": _tags(parsed.tags),
    }


def _number(cable: Cable) -> str:
    return cable.mrn if cable.post else ""


def _date(sent: dt.datetime | None) -> str:
    if sent is None:
        return ""
    return sent.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S").removesuffix(":00")


def _tags(tags: Iterable[Tag]) -> str:
    """As a telegram has them, so that they are read again as they are."""
    return ", ".join(f"({tag.code})" if tag.kind == "person" else tag.code for tag in tags)


# --- Beside the raw text ------------------------------------------------------------------------


def _starts(raw: Iterable[str]) -> list[int]:
    starts, at = [], 0
    for line in raw:
        starts.append(at)
        at += len(line)
    return starts


def _line(starts: Sequence[int], at: int) -> int:
    return max(bisect_right(starts, at), 1)


def _lines(raw: Iterable[str], paragraphs: Iterable[FixParagraph], doubts: Iterable[Doubt]) -> Iterator[Line]:
    labels: dict[int, list[str]] = {}
    for paragraph in paragraphs:
        labels.setdefault(paragraph.line, []).append(f"{paragraph.name} {paragraph.badge.letters}")
    doubted = {doubt.line for doubt in doubts}
    for n, line in enumerate(raw, 1):
        text = INVISIBLE.sub("\ufffd", line.rstrip("\r\n"))
        yield Line(n, text, tuple(labels.get(n, ())), n in doubted)


def _paragraph(parsed: ParsedCable, n: int, starts: Sequence[int]) -> FixParagraph:
    paragraph = parsed.paragraphs[n]
    text = " ".join(f"{paragraph.heading or ''} {reading_text(paragraph)}".split())
    badge = paragraph_badge(
        paragraph.portion_mark or "",
        paragraph.level or "",
        paragraph.inherited,
        paragraph.captions,
        parsed.classification or "UNKNOWN",
    )
    return FixParagraph(
        at=paragraph.span.start,
        name=f"¶{paragraph.number}" if paragraph.number is not None else "¶",
        badge=badge,
        text=shorten(text, OPENING, placeholder=" …"),
        line=_line(starts, paragraph.span.start),
        is_first=n == 0,
    )


def _earlier(overrides: Iterable[Override], starts: Sequence[int] | None) -> Iterator[Earlier]:
    """Newest first. Without the lines of the text neither value nor reason is told."""
    for override in overrides:
        value = "" if starts is None else _said(override, starts)
        reason = "" if starts is None else override.reason
        label = override.get_field_display()
        yield Earlier(label, value, reason, str(override.author), override.created_at, override.waits)


def _said(override: Override, starts: Sequence[int]) -> str:
    if override.version is None:
        return override.value or "none"
    change = change_of(override.field, override.value)
    level = f"{change.level or 'unmarked'}, " if override.field == "mark" else ""
    # The offsets of another version are not those of the lines that are shown.
    return f"{level}version {override.version.ordinal}, character {change.at:,}"
