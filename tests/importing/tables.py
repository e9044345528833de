"""The tables that an import writes, each after those that it points at, and what stands in them."""

from cables.models import (
    Addressee,
    Cable,
    CableTag,
    CableVersion,
    Finding,
    ImportItem,
    IndexChange,
    Mention,
    Paragraph,
    PublicSource,
    Reference,
    Repair,
    SourceText,
)

TABLES = (
    *(Cable, CableVersion, SourceText, PublicSource, CableTag, Addressee, Paragraph, Reference, Mention),
    *(Finding, Repair, IndexChange, ImportItem),
)

KEYS = {"id", "created_at", "at", "batch"}


def rows():
    """Every row of every table by what it says, keys of others by the number of the cable they lead to."""
    numbers = dict(Cable.objects.values_list("pk", "mrn"))
    versions = {
        pk: (numbers[cable], n) for pk, cable, n in CableVersion.objects.values_list("pk", "cable", "ordinal")
    }
    paragraphs = {p.pk: (versions[p.version_id], p.position) for p in Paragraph.objects.all()}
    told = {"cable": numbers, "target": numbers, "version": versions, "paragraph": paragraphs}

    def value(field, row):
        key = getattr(row, field.attname)
        if field.name in told:
            return told[field.name].get(key)
        return bytes(key) if field.name == "content" else key

    return {
        model.__name__: sorted(
            repr([(f.name, value(f, row)) for f in model._meta.fields if f.name not in KEYS])
            for row in model.objects.all()
        )
        for model in TABLES
    }
