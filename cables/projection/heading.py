"""The heading as staff have put it right. No database is asked here."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from cables.parsing import consistency
from cables.parsing.classification import LEVEL_OF
from cables.parsing.parsed import ParsedCable
from cables.parsing.tags import read_tags
from cables.projection.arranging import OF_MARKS

ANSWERED = {
    "number": {"no-number", "number-mismatch"},
    "sent_at": {"no-date", "day-mismatch"},
    "classification": {"no-class-line", "security-letter-mismatch"},
    "tags": {"unknown-tag"},
}
"""By field, the doubts that a correction of it answers."""

COLUMN = {"number": "mrn"}


def headed(parsed: ParsedCable, corrections: Iterable[tuple[str, str]]) -> ParsedCable:
    """`corrections` are fields with their values as Override stores them; of one field the last counts."""
    last = dict(corrections)
    if not last:
        return parsed
    sent = dt.datetime.fromisoformat(last["sent_at"]) if last.get("sent_at") else None
    year = sent.year if sent else parsed.sent_at.year if parsed.sent_at else None
    changes: dict[str, Any] = {}
    for field, value in last.items():
        if field == "sent_at":
            changes[field] = sent
        elif field == "tags":
            changes[field] = read_tags(value, year)
        elif field == "classification":
            changes[field] = None if value == "UNKNOWN" else value
        else:
            changes[COLUMN.get(field, field)] = value
    answered = set().union(*(ANSWERED.get(field, set()) for field in last))
    findings = [finding for finding in parsed.findings if finding.code not in answered]
    if "classification" in last:
        level = LEVEL_OF.get(changes["classification"] or "")
        before = LEVEL_OF.get(parsed.classification or "")
        changes["paragraphs"] = tuple(
            dataclasses.replace(p, level=level) if p.inherited and p.level == before else p
            for p in parsed.paragraphs
        )
        findings = [finding for finding in findings if finding.code not in OF_MARKS]
        findings += consistency.check_paragraphs(changes["paragraphs"], level)
    if "tags" in last:
        findings += consistency.check_tags(changes["tags"], _place_of_tags(parsed))
    findings.sort(key=lambda finding: finding.span)
    return dataclasses.replace(parsed, **changes, findings=tuple(findings))


def _place_of_tags(parsed: ParsedCable) -> Any:
    named = [span for span in parsed.spans if span.name == "tags"]
    return consistency.Span(named[0].start, named[-1].end) if named else consistency.NOWHERE
