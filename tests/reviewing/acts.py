"""The verbs in short, for tests that are about what follows from them."""

from django.apps import apps

from cables.models import Cable, Decision, ImportBatch, ImportItem, IndexChange
from cables.reviewing.full_text import full_text
from cables.reviewing.releasing import confirm_release, propose_release
from cables.reviewing.withholding import Target, withhold

PARAGRAPHS = (
    "1. (U) The harbour master called. See paragraph 2.",
    "2. (C) The smuggler Rischenheim paid him, as ZENDA 388 reports.",
    "3. (C) Comment: He asked for time. End comment.",
)
EDITED = (*PARAGRAPHS[:2], "3. (C) Comment: He asked for more time. End comment.")
CODES = [("FOIA", "b(1)"), ("EO13526-1.4", "1.4(b)")]


def newest(cable):
    return cable.versions.order_by("-ordinal").first()


def paragraph(cable, number):
    return next(p for p in full_text(newest(cable)).paragraphs if p.paragraph.number == number)


def a_target(cable, scope, number=None, words="", version=None):
    """What a reviewer who opens the page now would send."""
    version = version or newest(cable)
    seen = Cable.objects.get(pk=cable.pk).revision
    if number is None:
        return Target(version, scope, seen)
    found = paragraph(cable, number)
    if scope == "paragraph":
        return Target(version, scope, seen, found.identity, words=found.text)
    start = found.text.index(words)
    return Target(version, scope, seen, found.identity, start, start + len(words), words)


def withheld(cable, by, number=None, words="", scope=None, codes=CODES, **options):
    """Withhold paragraph `number`, or `words` of it, or the subject or cable by `scope`."""
    scope = scope or ("passage" if words else "paragraph")
    options.setdefault("sure", True)
    return withhold(a_target(cable, scope, number, words), codes, by, **options).decision


def released(decision, proposer, confirmer):
    decision = propose_release(decision, proposer, Decision.objects.get(pk=decision.pk).revision)
    confirm_release(decision, confirmer, decision.revision)
    return Decision.objects.get(pk=decision.pk)


PUBLIC_MODELS = [
    model
    for model in apps.get_app_config("cables").get_models()
    if not model._meta.db_table.startswith("restricted_")
]
COUNTERS = {"id", "revision"}
"""Columns that count what was done, not what is shown."""


def public_rows():
    """Everything of every table that public code may load, as one text."""
    return "\n".join(repr(row) for model in PUBLIC_MODELS for row in model.objects.values_list())


def what_is_shown():
    """The public rows without keys and counters: equal where a reader is shown the same."""
    found = []
    for model in PUBLIC_MODELS:
        if model in (IndexChange, ImportBatch, ImportItem):
            continue
        names = [field.attname for field in model._meta.concrete_fields if field.name not in COUNTERS]
        if "paragraph_id" in names:
            names[names.index("paragraph_id")] = "paragraph__position"
        found += [(model.__name__, repr(row)) for row in model.objects.values_list(*names)]
    return sorted(found)
