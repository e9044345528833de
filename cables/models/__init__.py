"""One noun a module. Public pages read these tables, but for those named `restricted_…`."""

from cables.models.addressee import Addressee
from cables.models.annotation import Annotation, PublicNote
from cables.models.audit_event import AuditEvent
from cables.models.cable import Cable, UnnumberedKey
from cables.models.cable_tag import CableTag
from cables.models.collection import Collection
from cables.models.decision import Decision, WithheldText
from cables.models.finding import Finding
from cables.models.former_number import FormerNumber
from cables.models.import_batch import ImportBatch, ImportItem
from cables.models.index_change import IndexChange
from cables.models.mention import Mention
from cables.models.override import Override
from cables.models.paragraph import Paragraph
from cables.models.reference import Reference
from cables.models.repair import Repair
from cables.models.settled_code import SettledCode
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
from cables.models.withheld_cable import WithheldCable

__all__ = [
    "Addressee",
    "Annotation",
    "AuditEvent",
    "Cable",
    "CableTag",
    "CableVersion",
    "Collection",
    "Decision",
    "Exemption",
    "Finding",
    "FormerNumber",
    "GlossaryTerm",
    "ImportBatch",
    "ImportItem",
    "IndexChange",
    "Marking",
    "Mention",
    "Override",
    "Paragraph",
    "Post",
    "Prosign",
    "PublicNote",
    "PublicSource",
    "Reference",
    "Repair",
    "RoutingIndicator",
    "SettledCode",
    "SourceText",
    "Tag",
    "UnnumberedKey",
    "WithheldCable",
    "WithheldText",
]
