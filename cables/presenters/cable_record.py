"""One cable as a record for programs: all that is public of it, under the parser's names.

Absent values are None and absent lists empty, as in docs/parsing.md. `start` and `end` are offsets in code
points into the text of the paragraph, the end exclusive. Where in the source things stand is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from cables.models import CableVersion, Mention, Paragraph, PublicNote
from cables.presenters.cable_row import moment

Record = dict[str, Any]


def cable_record(version: CableVersion, site: str) -> Record:
    """From a version of `for_record()`; its keys are always these, in this order. `site` is the scheme and
    host of addresses."""
    cable, collection = version.cable, version.collection
    paragraphs = list(version.paragraphs.all())
    places = {paragraph.pk: paragraph.position for paragraph in paragraphs}
    return {
        "mrn": cable.mrn,
        "address": site + reverse("cable", args=[cable.mrn]),
        "collection": {
            "slug": collection.slug,
            "name": collection.name,
            "notice": collection.notice or None,
            "legal_status": collection.legal_status or None,
        },
        "container": version.container or None,
        "metadata": version.metadata,
        "released_at": moment(version.released_at) or None,
        "sent_at": moment(version.sent_at) or None,
        "transmission_id": version.transmission_id or None,
        "precedence": version.precedence or None,
        "info_precedence": version.info_precedence or None,
        "routing_indicators": version.routing_indicators,
        "de_line": version.de_line or None,
        "opsignal": version.opsignal or None,
        "dtg": version.dtg or None,
        "originator": version.originator or None,
        "post": cable.post or None,
        "addressees": [
            {
                "role": each.role,
                "name": each.name,
                "post": each.post or None,
                "precedence": each.precedence or None,
                "routing_indicator": each.routing_indicator or None,
                "serial": each.serial or None,
                "excluded": each.excluded,
            }
            for each in version.addressees.all()
        ],
        "office_copies": version.office_copies,
        "classification": version.classification,
        "captions": version.captions,
        "sections": [{"number": number, "of": of} for number, of in version.sections],
        "complete": version.complete,
        "executive_order": version.executive_order or None,
        "declassify_on": version.declassify_on.isoformat() if version.declassify_on else None,
        "declassify_event": version.declassify_event or None,
        "exemptions": version.exemptions,
        "classified_by": version.classified_by or None,
        "classified_by_names": version.classified_by_names,
        "reasons": version.reasons,
        "tags": [{"code": tag.code, "raw": tag.raw, "kind": tag.kind} for tag in version.tags.all()],
        "subject": version.subject or None,
        "subject_withheld": None if version.subject_codes is None else _codes(version.subject_codes),
        "references": [
            {
                "label": each.label or None,
                "text": each.text,
                "kind": each.kind,
                "mrn": each.mrn or None,
                "inferred": each.inferred,
                "notal": each.notal,
                "and_previous": each.and_previous,
            }
            for each in version.references.all()
        ],
        "mentions": [_mention(each, places) for each in version.mentions.all()],
        "summary": _summary(version, paragraphs),
        "signers": version.signers,
        "paragraphs": [_paragraph(paragraph) for paragraph in paragraphs],
        "notes": [_note(note, places) for note in version.public_notes.all()],
    }


def _paragraph(paragraph: Paragraph) -> Record:
    return {
        "position": paragraph.position,
        "number": paragraph.number,
        "portion_mark": paragraph.portion_mark or None,
        "level": paragraph.level or None,
        "captions": paragraph.captions,
        "inherited": paragraph.inherited,
        "heading": paragraph.heading or None,
        "text": paragraph.text,
        "items": [{"start": start, "end": end} for kind, start, end in paragraph.blocks if kind == "item"],
        "page_breaks": [{"at": at, "page": page} for at, page in paragraph.page_breaks],
        "deletions": [
            {"start": start, "end": end, "codes": _codes(codes)} for start, end, codes in paragraph.deletions
        ],
    }


def _mention(mention: Mention, places: dict[int, int]) -> Record:
    return {
        "paragraph": places.get(mention.paragraph_id),
        "kind": mention.kind,
        "text": mention.text,
        "label": mention.label or None,
        "target": mention.mrn or mention.number,
        "start": mention.start,
        "end": mention.end,
    }


def _note(note: PublicNote, places: dict[int, int]) -> Record:
    return {
        "number": note.number,
        "paragraph": places.get(note.paragraph_id),
        "reply_to": note.reply_to,
        "quote": note.quote or None,
        "start": note.start,
        "end": note.end,
        "written_on": f"{note.written_at:%Y-%m-%d}",
        "html": note.html,
    }


def _codes(pairs: Iterable[Sequence[str]]) -> list[Record]:
    return [{"scheme": scheme, "code": code} for scheme, code in pairs]


def _summary(version: CableVersion, paragraphs: Iterable[Paragraph]) -> str | None:
    first, last = version.summary_first, version.summary_last
    if first is None or last is None:
        return None
    return "\n\n".join(each.text for each in paragraphs if first <= each.position <= last) or None
