"""The tables that an import writes, each after those that it points at."""

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
