"""What the public copy holds: the tables, and of each table the columns. All else is left out.

tests/backup/test_tables.py fails for a model or a column that is named neither here nor among what is
left out, so that whoever adds one decides which.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from cables.models import (
    Addressee,
    Cable,
    CableTag,
    CableVersion,
    Collection,
    Exemption,
    Finding,
    FormerNumber,
    GlossaryTerm,
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
    Tag,
    WithheldCable,
)
from cables.parsing import PARSER_VERSION

VISITOR = AnonymousUser()
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Instead(NamedTuple):
    """What stands in a column whose own value is not for the public."""

    value: Any
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """`named` are foreign keys by the column that finds their row in the copy; `counted` are numbers
    given anew, so that no gap in them tells of what is not there."""

    model: type[models.Model]
    copied: str
    named: Mapping[str, str] = field(default_factory=dict)
    counted: str = "id"
    instead: Mapping[str, Instead] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [*self.copied.split(), *self.named, *self.counted.split(), *self.instead]

    def read(self) -> list[str]:
        """The columns to be read of a row, as for `values()`."""
        named = [f"{key}__{column}" for key, column in self.named.items()]
        return [*self.copied.split(), *named, *self.counted.split()]


def public_cables() -> QuerySet[Cable]:
    """Those with a version for every reader, and those whose withholding is acknowledged."""
    acknowledged = Q(Exists(WithheldCable.objects.filter(cable=OuterRef("pk"))))
    readable = Q(Exists(public_versions().filter(cable=OuterRef("pk"))))
    return Cable.objects.filter(readable | acknowledged).order_by("mrn")


def public_versions() -> QuerySet[CableVersion]:
    return CableVersion.objects.visible_to(VISITOR)


def public_collections() -> QuerySet[Collection]:
    versions = public_versions().filter(collection=OuterRef("pk"))
    return Collection.objects.filter(Exists(versions)).order_by("slug")


COLLECTION = Table(
    Collection,
    "name slug description legal_status notice",
    instead={
        "release_policy": Instead(
            Collection.ReleasePolicy.ON_IMPORT, "It tells where cables wait that nobody is told of."
        ),
        "standing": Instead(Collection.Standing.UP, "One that is down is not in the copy."),
        "standing_reason": Instead("", "Why it was down once is for staff."),
        "standing_by": Instead("", "Who, too."),
        "standing_at": Instead(None, "And when."),
        "returned_to": Instead(0, "How far the last return came."),
    },
)
CABLE = Table(
    Cable,
    "mrn year post serial",
    instead={"revision": Instead(0, "It counts decisions too, those that show nothing among them.")},
)
FORMER_NUMBER = Table(FormerNumber, "mrn", named={"cable": "mrn"})
WITHHELD_CABLE = Table(WithheldCable, "codes", named={"cable": "mrn"})
REFERENCE_TABLES = (
    Table(
        Post,
        "code name kind city country geo_tag latitude longitude aliases routing_indicator source",
    ),
    Table(Tag, "code kind name category era iso3166 source"),
    Table(Marking, "marking kind long_form portion_forms rank banner_colour meaning era source"),
    Table(Exemption, "scheme code meaning source"),
    Table(Prosign, "prosign field meaning rank source"),
    Table(RoutingIndicator, "routing_indicator addressee post source"),
    Table(GlossaryTerm, "term expansion meaning source"),
)

VERSION = Table(
    CableVersion,
    "state shown container metadata released_at sent_at transmission_id precedence info_precedence "
    "routing_indicators de_line opsignal dtg originator office_copies classification captions "
    "sections complete executive_order declassify_on declassify_event exemptions classified_by "
    "classified_by_names reasons subject title subject_codes signers summary_first summary_last",
    named={"cable": "mrn", "collection": "slug"},
    counted="id ordinal",
    instead={
        "parser_version": Instead(PARSER_VERSION, "An older one tells that decisions wait to be placed."),
        "created_at": Instead(NEVER, "Beside its neighbours' it tells how long a version was held back."),
    },
)

PARAGRAPH = Table(
    Paragraph,
    "position number portion_mark level inherited captions heading text blocks page_breaks deletions "
    "start end",
    counted="id version identity",
)
DERIVED = (
    Table(PublicSource, "text spans", counted="id version"),
    Table(
        Addressee,
        "position role name post precedence routing_indicator serial excluded",
        counted="id version",
    ),
    Table(CableTag, "position code raw kind", counted="id version"),
    Table(
        Reference,
        "position label text kind mrn inferred notal and_previous start end",
        named={"target": "mrn"},
        counted="id version",
    ),
    Table(
        Mention,
        "kind text label mrn number start end",
        named={"target": "mrn"},
        counted="id version paragraph",
    ),
    Table(Finding, "code message start end", counted="id version paragraph"),
    Table(Repair, "before after reason start end", counted="id version paragraph"),
    Table(PublicNote, "number reply_to quote start end html written_at", counted="id version paragraph"),
)
TABLES = (COLLECTION, CABLE, FORMER_NUMBER, WITHHELD_CABLE, *REFERENCE_TABLES, VERSION, PARAGRAPH, *DERIVED)

MADE_BY_MIGRATE = {
    "contenttypes.ContentType": "The names of the models.",
    "auth.Permission": "Django's own, which open nothing here.",
    "auth.Group": "The names of the roles; others that a site has made are left out.",
}
"""Models whose rows `migrate` makes, in the copy as anywhere."""
LEFT_OUT = {
    "cables.SourceText": "Restricted: the bytes received, withheld text among them.",
    "cables.WithheldText": "Restricted: withheld text.",
    "cables.Decision": "Restricted: what is withheld, by whom, acknowledged or not.",
    "cables.Annotation": "Restricted: notes for their author and for reviewers; PublicNote has the others.",
    "cables.Override": "Restricted: a correction may repeat what is withheld; its effect is in the rows.",
    "cables.SettledCode": "Restricted: a code may be of a text that is withheld; its effect is in the rows.",
    "cables.AuditEvent": "Restricted: who did what.",
    "cables.ImportBatch": "Who imported what and from where; its counts include what is hidden.",
    "cables.ImportItem": "Names each cable that came in, hidden ones too.",
    "cables.IndexChange": "A row for each change, of hidden cables and by hidden decisions too.",
    "cables.UnnumberedKey": "A row for each cable without a number, hidden ones too.",
    "django_tasks_database.DBTaskResult": "Work of the staff that waits or is done.",
    "auth.User": "Accounts.",
    "auth.User_groups": "Who has which role.",
    "auth.User_user_permissions": "Accounts.",
    "auth.Group_permissions": "Permissions open nothing here.",
    "admin.LogEntry": "Who did what in the admin.",
    "sessions.Session": "Who is signed in.",
    "axes.AccessAttempt": "Wrong passwords, with names and addresses.",
    "axes.AccessAttemptExpiration": "The same.",
    "axes.AccessFailureLog": "The same.",
    "axes.AccessLog": "Who signed in when.",
}
