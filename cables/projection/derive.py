"""One version's text and what is withheld of it → everything public of it, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from cables.parsing import ParsedCable, parse_cable
from cables.parsing.parsed import Paragraph
from cables.parsing.quoting import reading_text
from cables.projection.arranging import Change, arranged
from cables.projection.copies import letters_of
from cables.projection.cuts import PARAGRAPH, PASSAGE, SUBJECT, Cut, edits
from cables.projection.redaction import MARK, Codes, Edit, Redacted, joined, redact


class Placed(NamedTuple):
    """A paragraph of the source: SourceText.paragraphs."""

    identity: int
    start: int
    end: int


def shown(text: str) -> str:
    """NULs as U+2400: PostgreSQL stores none in text, offsets stay, and SourceText keeps the bytes."""
    return text.replace("\x00", "\u2400")


class Unplaceable(Exception):
    """What is withheld could not be taken out without changing the rest. The message is a sentence."""


class Reparsed(Unplaceable):
    """The paragraphs are not those that were named when the source was parsed last."""


@dataclass(frozen=True, slots=True)
class Projection:
    """What may be public of a version. `identities` and `deletions` go with parsed.paragraphs."""

    text: str
    parsed: ParsedCable
    identities: Sequence[int]
    deletions: Sequence[list[list[Any]]] = ()
    subject_is_withheld: bool = False
    subject_codes: Codes | None = None  # where that is acknowledged

    def deletions_of(self, n: int) -> list[list[Any]]:
        return list(self.deletions[n]) if self.deletions else []


def derive(
    text: str,
    parsed: ParsedCable,
    places: Sequence[Placed],
    cuts: Sequence[Cut],
    changes: Sequence[Change] = (),
) -> Projection:
    """`parsed` is parse_cable(text), arranged by `changes`, and `places` names its paragraphs, one for one.

    Raises Unplaceable where the text without the withheld words would not read as before: the
    caller then holds the whole version.
    """
    if [(p.span.start, p.span.end) for p in parsed.paragraphs] != [(p.start, p.end) for p in places]:
        raise Reparsed("The text was parsed anew; its paragraphs are not those that were decided about.")
    identities = [place.identity for place in places]
    if not cuts:
        return Projection(text, parsed, identities)
    redacted = redact(text, edits(text, parsed, cuts))
    public = parse_cable(redacted.text, redacted.gaps)
    public = arranged(redacted.text, public, _moved(changes, redacted))
    expected = _expected(parsed, places, cuts)
    _hold_unless_equal(parsed, public, redacted, expected)
    subject = next((cut for cut in cuts if cut.scope == SUBJECT), None)
    return Projection(
        text=redacted.text,
        parsed=public,
        identities=[paragraph.identity for paragraph in expected],
        deletions=_deletions(public, redacted),
        subject_is_withheld=subject is not None,
        subject_codes=subject.codes if subject and subject.acknowledged else None,
    )


def _moved(changes: Sequence[Change], redacted: Redacted) -> list[Change]:
    """Where the changes are to be made in the redacted text; what was taken out takes its own along."""
    moved = ((change, redacted.position(change.at)) for change in changes)
    return [change._replace(at=at) for change, at in moved if at is not None]


# --- What must be the same ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Expected:
    """A paragraph as it must come out of the redacted text."""

    identity: int
    start: int  # in the source
    end: int
    number: int | None
    level: str | None
    letters: str  # its letters and digits


def _expected(parsed: ParsedCable, places: Sequence[Placed], cuts: Sequence[Cut]) -> list[_Expected]:
    found = []
    for place, paragraph in zip(places, parsed.paragraphs, strict=True):
        whole = [c for c in cuts if c.scope == PARAGRAPH and c.start <= place.start < c.end]
        parts = [c for c in cuts if c.scope == PASSAGE and c.start < place.end and c.end > place.start]
        if any(not cut.acknowledged for cut in whole) and not any(cut.acknowledged for cut in whole):
            continue
        letters = letters_of(MARK if whole else _without(paragraph, parts))
        found.append(_Expected(*place, paragraph.number, paragraph.level, letters))
    return found


def _without(paragraph: Paragraph, cuts: Sequence[Cut]) -> str:
    """The paragraph as it is read, each withheld character taken out and a mark put in."""
    if not cuts:
        return " ".join([paragraph.heading or "", reading_text(paragraph)])
    taken = joined(Edit(cut.start, cut.end, cut.mark) for cut in cuts)
    pieces: list[str] = [paragraph.heading or "", " "]
    marked: set[int] = set()
    for block in paragraph.blocks:
        stops = [place.at for place in block.places[1:]] + [len(block.text)]
        for place, stop in zip(block.places, stops, strict=True):
            same = stop - place.at == place.end - place.start
            for n in range(place.at, stop):
                start = place.start + n - place.at if same else place.start
                end = start + 1 if same else place.end
                edit = next((k for k, e in enumerate(taken) if e.start < end and e.end > start), None)
                if edit is None:
                    pieces.append(block.text[n])
                elif edit not in marked:
                    marked.add(edit)
                    pieces.append(taken[edit].shown)
        pieces.append("\n")
    return "".join(pieces)


def _hold_unless_equal(
    parsed: ParsedCable, public: ParsedCable, redacted: Redacted, expected: Sequence[_Expected]
) -> None:
    for name in ("mrn", "sent_at", "dtg", "originator", "addressees", "classification", "container"):
        if getattr(parsed, name) != getattr(public, name):
            raise Unplaceable(f"Without the withheld words the heading would read otherwise ({name}).")
    if _sections(parsed) != _sections(public):
        raise Unplaceable("Without the withheld words the sections would fall otherwise.")
    if [tag.code for tag in parsed.tags] != [tag.code for tag in public.tags]:
        raise Unplaceable("Without the withheld words the heading would read otherwise (tags).")
    if len(expected) != len(public.paragraphs):
        raise Unplaceable("Without the withheld words the paragraphs would fall otherwise.")
    for before, after in zip(expected, public.paragraphs, strict=True):
        same_place = before.start <= redacted.original(after.span.start) < max(before.end, before.start + 1)
        letters = letters_of(" ".join([after.heading or "", reading_text(after)]))
        if not same_place or (before.number, before.level) != (after.number, after.level):
            raise Unplaceable("Without the withheld words the paragraphs would fall otherwise.")
        if before.letters != letters:
            raise Unplaceable("Without the withheld words a paragraph would read otherwise.")


def _sections(parsed: ParsedCable) -> tuple[object, ...]:
    return parsed.complete, [(section.number, section.of) for section in parsed.sections]


# --- Where the marks stand ----------------------------------------------------------------------


def _deletions(public: ParsedCable, redacted: Redacted) -> list[list[list[Any]]]:
    """For each paragraph `[start, end, [[scheme, code], …]]` of each mark in its text, in order."""
    codes = iter([edit.codes for edit in redacted.edits if edit.codes is not None])
    found = []
    for paragraph in public.paragraphs:
        for _ in range((paragraph.heading or "").count(MARK)):
            next(codes, None)
        marks, text, at = [], reading_text(paragraph), 0
        while (at := text.find(MARK, at)) >= 0:
            marks.append([at, at + len(MARK), [list(pair) for pair in next(codes, None) or ()]])
            at += len(MARK)
        found.append(marks)
    return found
