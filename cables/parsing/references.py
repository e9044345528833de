"""REF: what a telegram answers, in the many ways drafters wrote it.

A bullet gives the label; within a bullet several numbers may share a post (`KABUL 692/317/274`), and what
is no telegram may stand beside one.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from cables.parsing.cited_numbers import NOTAL, Cited, Home, cited_numbers, resolve
from cables.parsing.mrn import Number, finding_of_correction
from cables.parsing.parsed import Finding, Reference
from cables.parsing.plain_numbers import plain_number
from cables.parsing.reference_bullets import Entry, entries
from cables.parsing.reference_kinds import ANOTHER, kind_of, kind_without_number
from cables.parsing.spans import Joined

LONGEST_FIELD = 12_000  # characters; a REF of a thousand words is still read
PLAIN = re.compile(r"(?:'?\d{2} )?[A-Z][A-Z ]{2,24} \d{1,6}")  # of a known post it is of no other kind
NOTHING = re.compile(r"\(?(?:NONE|N/?A|NIL|NOT APPLICABLE)\)?\.?", re.IGNORECASE)
# What was typed on the same line, or below it without a space, and is no longer REF.
ENDS_FIELD = re.compile(
    r"\s(?:(?:BEGIN )?SUMMARY ?[:.-]|CLASSIFIED BY\b|CLASS\. BY\b|DERIVED FROM\b|REASONS?: ?1\."
    r"|1\. ?\((?:U|C|S|SBU|LOU|FOUO)(?:/[A-Z/]{2,10})?\))",
    re.IGNORECASE,
)
OWN_LINE = re.compile(r"^(?!AND\b|ALSO\b|OF\b|DATED\b)[A-Z'][\w/.' -]{2,40}|^\d{2} [A-Z]{3}|^[*•-]")
COMPLETE = re.compile(r"(?:[A-Z] ?\d{2,7}(?: \([A-Z]{4,8}\))?\.?|^[*•-].{1,50})$")
PREVIOUS = re.compile(
    r"(?:,|\bAND|&|\bPLUS|\bALL)\s{0,3}(?:ALL )?(?:PREVIOUS|PREV|PRECEDING|EARLIER)\b|\bPREVIOUS\.?$",
    re.IGNORECASE,
)
ALL_NOTAL = re.compile(
    r"\(\s?(?:ALL|BOTH|ALL ARE|BOTH ARE) NOTAL\s?\)[.\s]{0,3}$|\bALL NOTAL\.?$", re.IGNORECASE
)
PAPER = re.compile(r"\b(?:LETTER|MEMO|MEMORANDUM|MEMCON|NOTE|DIPNOTE|FAX|ARTICLE|REPORT)\b", re.IGNORECASE)
SEMICOLON = re.compile(r";(?!\s{0,3}(?:AND )?(?:ALL )?PREV)", re.IGNORECASE)
SEPARATED = re.compile(r"(?:^|[,;&/]|\bAND|\bALSO)\s{0,3}$", re.IGNORECASE)
EDGES = " ,;:\t&/*•+-"
JOINING = re.compile(r"(?:(?:AND|ALSO|PLUS|OR)(?: |$)){1,2}", re.IGNORECASE)
JOINED_ON = re.compile(r" (?:AND|ALSO|THROUGH|THRU|TO|OR|REF|PLUS)$", re.IGNORECASE)


def read_references(
    joined: Joined, home: Home, lines: Sequence[int] = ()
) -> tuple[list[Reference], list[Finding]]:
    """The references of a REF field whose lines were joined, with what was doubtful in them.

    `lines` are the places in the joined text at which its lines began.
    """
    return _Reader(joined, home, lines).read()


def with_only_label(found: Sequence[Reference]) -> list[Reference]:
    """The only reference of a telegram is A, whether the text says so or not."""
    if len(found) == 1 and found[0].label is None:
        return [dataclasses.replace(found[0], label="A", inferred=(*found[0].inferred, "label"))]
    return list(found)


class _Reader:
    def __init__(self, joined: Joined, home: Home, lines: Sequence[int]) -> None:
        text = joined.text[:LONGEST_FIELD]
        end = ENDS_FIELD.search(text)
        self.text = text[: end.start()] if end else text
        self.joined, self.home, self.lines = joined, home, [line for line in lines if line < len(self.text)]
        self.joins = _joins(self.text)
        self.findings: list[Finding] = []
        self.last: Number | None = None  # whose post, and year, a bare serial has

    def read(self) -> tuple[list[Reference], list[Finding]]:
        if NOTHING.fullmatch(self.text.strip()):
            return [], []
        found = [
            reference
            for entry in entries(self.text)
            for piece in self._pieces(entry)
            for reference in self._read_piece(piece)
        ]
        if _has_notal(self.text) and ALL_NOTAL.search(self.text[-40:]):
            found = [dataclasses.replace(reference, notal=True) for reference in found]
        return found, self.findings

    def _pieces(self, entry: Entry) -> Iterator[Entry]:
        """An entry cut where a semicolon, a line of its own, or what is no telegram begins another."""
        text, start, end = self.text, entry.start, entry.end
        cuts: list[tuple[int, int]] = []
        if self.joins:
            matches = [*SEMICOLON.finditer(text[start:end]), *ANOTHER.finditer(text[start:end])]
            cuts = [(start + match.start(), start + match.end()) for match in matches]
        inside = self.lines[bisect_right(self.lines, start) : bisect_left(self.lines, end)]
        cuts += [(line, line) for line in inside if self._ends_one(line)]
        at = start
        for left, right in sorted(cuts):
            if left > at:
                yield Entry(entry.label, at, left, entry.told)
            at = max(at, right)
        yield Entry(entry.label, at, end, entry.told)

    def _ends_one(self, line: int) -> bool:
        """True if a reference is complete before this line, and its words begin another."""
        before = self.text[max(0, line - 60) : line].rstrip()
        return bool(COMPLETE.search(before)) and bool(OWN_LINE.match(self.text[line : line + 60]))

    def _read_piece(self, piece: Entry) -> Iterator[Reference]:
        start, end = _trim(self.text, piece.start, piece.end)
        if start >= end or NOTHING.fullmatch(self.text, start, end):
            return
        body = self.text[start:end]
        number = plain_number(body, self.home.post)
        if number:
            cited = Cited(0, len(body), len(body), number, (), True)
            yield self._cable(piece, cited, start, end, body.endswith(")"), previous=False)
            return
        inside = self.lines[bisect_left(self.lines, start) : bisect_left(self.lines, end)]
        breaks = frozenset(line - start for line in inside)
        numbers = list(cited_numbers(body, self.home, self.last, breaks))
        plain = bool(PLAIN.fullmatch(body)) and len(numbers) == 1 and numbers[0].known
        if not plain and kind_of(body):
            numbers = [cited for cited in numbers if cited.known and SEPARATED.search(body[: cited.start])]
        if not numbers:
            yield self._other(piece, start, end)
            return
        before = body[: numbers[0].start]
        is_paper = before and PAPER.search(before) and SEPARATED.search(before)
        first = numbers[0].start if is_paper or (before and kind_of(before)) else 0
        if first:
            yield self._other(piece, start, start + first)
        notal = _notal_chains(numbers, body)
        for n, cited in enumerate(numbers):
            left = start + (cited.start if n or first else 0)
            while left > start and self.text[left - 1] in "([":
                left -= 1
            right = start + (numbers[n + 1].start if n + 1 < len(numbers) else len(body))
            left, right = _trim(self.text, left, right)
            text = self.text[left:right]
            yield self._cable(piece, cited, left, right, notal[n] or _is_notal(text), _is_previous(text))

    def _cable(
        self, piece: Entry, cited: Cited, left: int, right: int, notal: bool, previous: bool
    ) -> Reference:
        self.last = cited.number
        text, span = self.text[left:right], self.joined.span(left, right)
        mrn, inferred = resolve(cited, self.home)
        message = finding_of_correction(cited.number.post)
        if message:
            self.findings.append(Finding("post-corrected", span, message))
        inferred = _inferred(inferred, piece)
        return Reference(piece.label, text, "cable", mrn, inferred, notal, previous, span)

    def _other(self, piece: Entry, start: int, end: int) -> Reference:
        """A reference that is no telegram with a number."""
        start, end = _trim(self.text, start, end)
        text, span = self.text[start:end], self.joined.span(start, end)
        kind = kind_without_number(text)
        inferred = _inferred((), piece)
        return Reference(piece.label, text, kind, None, inferred, _is_notal(text), _is_previous(text), span)


def _notal_chains(numbers: Sequence[Cited], body: str) -> list[bool]:
    """Of each number whether NOTAL follows it, or the last that shares its post (`KABUL 692/317 (NOTAL)`)."""
    found: list[bool] = []
    end, notal = len(body), bool(re.search(r"\(\s?ALL NOTAL\s?\)$", body[-20:]))
    in_chain = notal
    for cited in reversed(numbers):
        in_chain = in_chain or bool(NOTAL.search(body[cited.last : end]))
        found.append(in_chain)
        end = cited.start
        in_chain = notal or (in_chain and "post" in cited.inferred)
    return found[::-1]


def _inferred(inferred: tuple[str, ...], piece: Entry) -> tuple[str, ...]:
    return inferred if piece.told else (*inferred, "label")


def _joins(text: str) -> bool:
    """True if one of the signs is there with which SEMICOLON and ANOTHER begin."""
    return ";" in text or "," in text or "&" in text or "AND" in text.upper()


def _has_notal(text: str) -> bool:
    """True wherever ALL_NOTAL may match: each of its forms has the word, in letters of either size."""
    return "NOTAL" in text.upper()


def _is_notal(text: str) -> bool:
    return bool(NOTAL.search(text))


def _is_previous(text: str) -> bool:
    return bool(PREVIOUS.search(text))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the signs and words that only join one reference to the next."""
    while start < end and text[start] in EDGES:
        start += 1
    before = None
    while before != end:
        before = end
        while start < end and text[end - 1] in EDGES + "([":
            end -= 1
        word = JOINED_ON.search(text, max(start, end - 9), end)
        end = word.start() if word and word.start() > start else end
    if end - start > 2 and text[end - 1] == "." and text[end - 2].isdigit():
        end -= 1
    joining = JOINING.match(text, start, end)
    return (joining.end() if joining else start), end
