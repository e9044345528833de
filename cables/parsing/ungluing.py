"""Fields that stand on one line are given a line each, so that everything after works by lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cables.parsing.class_line import class_line, class_line_of
from cables.parsing.labels import PARAGRAPH_ONE, begins_field, shared_columns
from cables.parsing.lines import BANNER, TEXT, Line

TRANSMISSION_AFTER_BANNER = re.compile(r"^(\s*[A-Z/ ]{6,60}? )(?=V?ZCZC)")
# Spaced letters cannot be a name; plain ones only where a section, a caption or a number follows.
LEVEL_IN_LINE = re.compile(
    r"\s(?=[UCSTL])(?=(?:U N C L A S|C O N F I D E N T I A L|S E C R E T|T O P S E C R E T|L I M I T E D)\b"
    r"|(?:UNCLAS(?:SIFIED)?|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE)(?:\s+|//)(?:SECTION|SIPDIS"
    r"|NOFORN|[A-Z .]{3,25} \d{4,6}\s*$))"
)
SUMMARY_THEN_NUMBER = re.compile(r"\bEND (?:OF )?SUMMARY\.? ?(?=1\. ?\(?[A-Z])", re.IGNORECASE)
# `… WITH MR. SMITH`: a title's stop ends no sentence.
NO_STOP = "".join(
    rf"(?<!\b{title})" for title in "ST MR MRS MS DR COL GEN LT CAPT SEN REP GOV PROF MAJ SGT".split()
)
NAME_AFTER_STOP = re.compile(
    rf"(?:(?<=\w\w){NO_STOP}[.!?][\"')]?|\b(?:UNQUOTE|UNQTE|END QUOTE)\.?)"
    r"(?:\s{2,40}|\s)(?=[A-Z][A-Z'’-]{2,20}[ #*]{0,4}$)"
)
LATER = ("zczc", "\nfm ", "ummary")  # in small letters; after the last of them nothing of the text is glued
SHORTEST = 12  # characters of a line in which two fields have room
LONGEST = 600  # characters of a line that is looked at


def unglue_heading(lines: Sequence[Line], lowered: str) -> list[Line]:
    """Cut transmission ids from banners, class lines from addressees, labels from one another.

    `lowered` is the record in small letters, in which nothing stands before its place in the record.
    """
    out: list[Line] = []
    in_heading = in_fields = True
    last = max([lowered.rfind(sign) for sign in LATER])
    for i, line in enumerate(lines):
        if not in_fields and line.start > last:
            return [*out, *lines[i:]]
        text = line.text
        if line.kind != TEXT or len(text) > LONGEST:
            out.append(line)
            continue
        if text.startswith("FM ") or "ZCZC" in text:
            in_heading = in_fields = True
        if in_heading:
            pieces = _cut_heading(line) if len(text) > SHORTEST else [line]
            in_heading = not any(map(_ends_heading, pieces))
            for piece in pieces:
                out += _cut_fields(piece)
        elif ":" in text or "1." in text or "E.O" in text:  # as wherever fields are cut
            out += _cut_fields(line)
        else:
            out.append(line)
        in_fields = in_heading or (in_fields and not PARAGRAPH_ONE.match(line.words))
    return out


def _ends_heading(piece: Line) -> bool:
    """The class line with a section or a number, or the first of what stands below it."""
    if piece.kind != TEXT:
        return False
    classed = class_line_of(piece)
    return bool(classed and (classed.section or classed.serial)) or begins_field(piece)


def _cut_heading(line: Line) -> list[Line]:
    banner = TRANSMISSION_AFTER_BANNER.match(line.text) if "ZCZC" in line.text else None
    if banner and class_line(banner[1].strip()):
        left, right = line.cut(banner.end())
        return [left.as_kind(BANNER), right]
    for level in LEVEL_IN_LINE.finditer(line.text):
        if class_line_of(line):
            break  # T O P  S E C R E T holds another level
        rest = " ".join(line.text[level.end() :].split())
        if line.text[: level.start()].strip() and class_line(rest):
            return list(line.cut(level.end()))
    return [line]


def _cut_fields(line: Line) -> list[Line]:
    text = line.text
    pieces = [line]
    if ":" in text or "E.O" in text:
        for column in reversed(shared_columns(text)):
            first, second = pieces[0].cut(column)
            pieces[0:1] = [first, second]
    if "1." in text and len(pieces) == 1 and ("UMMARY" in text or "ummary" in text):
        summary = SUMMARY_THEN_NUMBER.search(text)
        return list(line.cut(summary.end())) if summary else pieces
    return pieces


COMMON_LAST_WORDS = frozenset(
    "COMMENT SUMMARY TEXT QUOTE UNQUOTE REGARDS POINTS POINT PARAGRAPH ENDS END MESSAGE NOTE COPY"
    " SEPTEL REFTEL USG GOB DEPARTMENT EMBASSY SIPDIS NOFORN ACTION REQUESTED ADVISE STOP GUIDANCE".split()
)


def unglue_signature(lines: Sequence[Line]) -> list[Line]:
    """Cut the name that ends the last line of the text (`… TO THAT AREA.   TRASKELL`) off."""
    out = list(lines)
    for i in range(len(out) - 1, -1, -1):
        line = out[i]
        if line.is_furniture or line.is_blank:
            continue
        names = list(NAME_AFTER_STOP.finditer(line.text[-80:]))
        if names and len(line.text) <= LONGEST:
            column = len(line.text) - len(line.text[-80:]) + names[-1].end()
            if line.text[column:].strip(" #*") not in COMMON_LAST_WORDS:
                out[i : i + 1] = line.cut(column)
        break
    return out
