"""Rows for tests of pages and models: one plain function a noun, every column with a usable default."""

import datetime as dt
import re
from itertools import count

from cables.models import (
    Addressee,
    Cable,
    CableTag,
    CableVersion,
    Collection,
    Finding,
    Mention,
    Paragraph,
    Post,
    PublicSource,
    Reference,
    Repair,
    Tag,
)
from cables.projection.sentence_case import sentence_case
from cables.visibility import HELD, PUBLIC

_identities = count(1)
SENT = dt.datetime(2008, 8, 14, 15, 20, tzinfo=dt.UTC)
LEVELS = {"CONFIDENTIAL": "C", "SECRET": "S", "UNCLASSIFIED": "U", "TOP SECRET": "TS", "SBU": "SBU"}


def a_collection(slug="sample", **facts):
    defaults = {"name": slug.title(), "notice": "Fictional sample"} | facts
    return Collection.objects.get_or_create(slug=slug, defaults=defaults)[0]


def a_post(code="ZENDA", name="Consulate Zenda", **facts):
    return Post.objects.create(code=code, name=name, kind="consulate", source="test", **facts)


def a_tag(code="PREL", name="External political relations", kind="subject", **facts):
    return Tag.objects.create(code=code, name=name, kind=kind, source="test", **facts)


def a_cable(mrn="08ZENDA412"):
    """The holder of a number only; a_version gives it something to read."""
    parts = re.fullmatch(r"(\d\d)([A-Z]+)(\d+)", mrn)
    facts = {}
    if parts:
        year = int(parts[1])
        facts = {"year": year + (1900 if year > 49 else 2000), "post": parts[2], "serial": int(parts[3])}
    return Cable.objects.get_or_create(mrn=mrn, defaults=facts)[0]


def a_version(mrn="08ZENDA412", *, paragraphs=("The harbor master called.",), tags=(), **facts):
    """A released version, the shown one; `paragraphs` are texts or dictionaries for a_paragraph."""
    cable = a_cable(mrn)
    facts = {
        "collection": facts.pop("collection", None) or a_collection(),
        "ordinal": cable.versions.count() + 1,
        "state": PUBLIC,
        "shown": True,
        "parser_version": "test",
        "sent_at": SENT,
        "classification": "CONFIDENTIAL",
        "subject": "HARBOR DUES",
        "precedence": "IMMEDIATE",
    } | facts
    texts = [p if isinstance(p, str) else p.get("text", "") for p in paragraphs]
    facts.setdefault("title", sentence_case(facts["subject"], texts))
    if facts["shown"]:
        cable.versions.update(shown=False)
    version = CableVersion.objects.create(cable=cable, **facts)
    for number, paragraph in enumerate(paragraphs, 1):
        if isinstance(paragraph, str):
            paragraph = {"text": paragraph}
        a_paragraph(version, **({"number": number} | paragraph))
    for position, code in enumerate(tags, 1):
        CableTag.objects.create(version=version, position=position, code=code, raw=code, kind="subject")
    return version


def a_held_version(mrn="08ZENDA412", **facts):
    """A version that no public page may show, without any public fact."""
    facts = {
        "state": HELD,
        "shown": False,
        "sent_at": None,
        "classification": "UNKNOWN",
        "subject": "",
        "paragraphs": (),
    } | facts
    return a_version(mrn, **facts)


def a_paragraph(version, text="The harbor master called.", **facts):
    """`mark` sets portion mark and level; without it the paragraph is unmarked and inherits."""
    mark = facts.pop("mark", None)
    position = facts.pop("position", version.paragraphs.count() + 1)
    facts = {
        "identity": next(_identities),
        "number": position,
        "portion_mark": mark or "",
        "level": mark.split("/")[0] if mark else LEVELS.get(version.classification, ""),
        "inherited": mark is None,
        "blocks": [["text", 0, len(text)]],
        "start": 0,
        "end": len(text),
    } | facts
    return Paragraph.objects.create(version=version, position=position, text=text, **facts)


def an_addressee(version, name="SECSTATE WASHDC", role="action", **facts):
    position = version.addressees.count() + 1
    return Addressee.objects.create(version=version, position=position, role=role, name=name, **facts)


def a_reference(version, text="ZENDA 388", mrn="08ZENDA388", label="A", kind="cable", **facts):
    position = version.references.count() + 1
    facts = {"start": 0, "end": len(text)} | facts
    return Reference.objects.create(
        version=version, position=position, label=label, text=text, kind=kind, mrn=mrn, **facts
    )


def a_mention(paragraph, text, kind="cable", **facts):
    """A mention of `text`, which must stand in the paragraph."""
    start = paragraph.text.index(text)
    facts = {"start": start, "end": start + len(text)} | facts
    return Mention.objects.create(
        version=paragraph.version, paragraph=paragraph, kind=kind, text=text, **facts
    )


def a_source(version, text="SUBJECT: HARBOR DUES\n\n1. (C) The harbor master called.\n", spans=None):
    return PublicSource.objects.create(version=version, text=text, spans=spans or [["body", 0, len(text)]])


def a_repair(version, before="ī", after="’", reason="mojibake", start=0, end=1, **facts):
    return Repair.objects.create(
        version=version, before=before, after=after, reason=reason, start=start, end=end, **facts
    )


def a_finding(version, code="paragraph-number", message="Paragraph 4 follows 2.", start=0, end=1, **facts):
    return Finding.objects.create(version=version, code=code, message=message, start=start, end=end, **facts)
