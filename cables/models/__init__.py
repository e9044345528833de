"""One noun a module. Public pages read these tables; SourceText is restricted."""

from cables.models.addressee import Addressee
from cables.models.cable import Cable, UnnumberedKey
from cables.models.cable_tag import CableTag
from cables.models.collection import Collection
from cables.models.finding import Finding
from cables.models.import_batch import ImportBatch, ImportItem
from cables.models.mention import Mention
from cables.models.paragraph import Paragraph
from cables.models.reference import Reference
from cables.models.repair import Repair
from cables.models.source import PublicSource, SourceText
from cables.models.tables import (
    Exemption,
    GlossaryTerm,
    Marking,
    Post,
    Prosign,
    RoutingIndicator,
    Tag,
)
from cables.models.version import CableVersion

__all__ = [
    "Addressee",
    "Cable",
    "CableTag",
    "CableVersion",
    "Collection",
    "Exemption",
    "Finding",
    "GlossaryTerm",
    "ImportBatch",
    "ImportItem",
    "Marking",
    "Mention",
    "Paragraph",
    "Post",
    "Prosign",
    "PublicSource",
    "Reference",
    "Repair",
    "RoutingIndicator",
    "SourceText",
    "Tag",
    "UnnumberedKey",
]
