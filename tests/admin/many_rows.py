"""Rows of every table that has a list, each with a cable, a collection and an account of its own."""

from itertools import count

from django.contrib.auth.models import Group, User
from django.utils import timezone

from cables.models import (
    Addressee,
    AuditEvent,
    Cable,
    CableTag,
    CableVersion,
    Collection,
    Exemption,
    Finding,
    FormerNumber,
    GlossaryTerm,
    ImportBatch,
    ImportItem,
    Marking,
    Mention,
    Paragraph,
    Post,
    Prosign,
    PublicNote,
    PublicSource,
    Reference,
    Repair,
    RoutingIndicator,
    SourceText,
    Tag,
    WithheldCable,
)
from tests.factories import SENT

numbers = count(1)


def add_rows(many: int) -> None:
    keys = [next(numbers) for _ in range(many)]

    def made(model, *facts):
        return model.objects.bulk_create(model(**each) for each in facts)

    collections = made(Collection, *({"name": f"Papers {n}", "slug": f"papers-{n}"} for n in keys))
    cables = made(Cable, *({"mrn": f"08ZENDA{n}", "year": 2008, "post": "ZENDA", "serial": n} for n in keys))
    users = made(User, *({"username": f"person{n}", "password": "!"} for n in keys))
    group = Group.objects.get_or_create(name="reviewer")[0]
    made(User.groups.through, *({"user": user, "group": group} for user in users))
    facts = {"ordinal": 1, "state": "public", "shown": True, "parser_version": "test", "sent_at": SENT}
    versions = made(
        CableVersion,
        *(
            facts | {"cable": c, "collection": k, "subject": "DUES"}
            for c, k in zip(cables, collections, strict=True)
        ),
    )
    each = [{"version": version} for version in versions]
    span = {"start": 0, "end": 1}
    first = {"position": 1}
    marks = {"identity": 1, "level": "C", "inherited": True, "text": "The harbour."}
    paragraphs = made(Paragraph, *(v | first | span | marks | {"blocks": []} for v in each))
    inside = [v | {"paragraph": p} for v, p in zip(each, paragraphs, strict=True)]
    made(Addressee, *(v | first | {"role": "info", "name": "STATE"} for v in each))
    made(CableTag, *(v | first | {"code": "PREL", "raw": "PREL", "kind": "subject"} for v in each))
    targets = zip(each, cables, strict=True)
    made(Reference, *(v | first | span | {"text": "A", "kind": "cable", "target": c} for v, c in targets))
    made(Mention, *(v | span | {"kind": "cable", "text": "A"} for v in inside))
    made(Finding, *(v | span | {"code": "no-date", "message": "None."} for v in inside))
    made(Repair, *(v | span | {"reason": "mojibake", "before": "a", "after": "b"} for v in inside))
    made(PublicNote, *(v | {"number": 1, "html": "", "written_at": SENT} for v in inside))
    made(PublicSource, *(v | {"text": "The harbour."} for v in each))
    made(SourceText, *(v | {"content": b"", "size": 0, "sha256": "", "encoding": "utf-8"} for v in each))
    made(FormerNumber, *({"cable": c, "mrn": f"09ZENDA{c.serial}"} for c in cables))
    made(WithheldCable, *({"cable": c, "codes": [["FOIA", "b(1)"]]} for c in cables))
    batches = made(
        ImportBatch,
        *(
            {"collection": k, "started_by": u, "state": "done"}
            for k, u in zip(collections, users, strict=True)
        ),
    )
    items = zip(batches, cables, versions, strict=True)
    made(
        ImportItem,
        *(
            {"batch": b, "position": 1, "file": "a", "outcome": "new", "cable": c, "version": v}
            for b, c, v in items
        ),
    )
    _add_audit(many)
    for model, column in [(Post, "code"), (Tag, "code"), (Prosign, "prosign"), (GlossaryTerm, "term")]:
        made(model, *({column: f"X{n}"} for n in keys))
    made(Marking, *({"marking": f"X{n}", "kind": "caption"} for n in keys))
    made(Exemption, *({"scheme": "FOIA", "code": f"X{n}"} for n in keys))
    made(RoutingIndicator, *({"routing_indicator": f"X{n}", "addressee": "STATE"} for n in keys))


def _add_audit(many: int) -> None:
    at = timezone.now()
    have = AuditEvent.objects.count()
    AuditEvent.objects.bulk_create(
        AuditEvent(pk=n, at=at, actor=f"person{n}", action="withhold", hash=str(n))
        for n in range(have + 1, have + many + 1)
    )
