from typing import Any, Self

from django.db import models
from django.db.models import F, Prefetch

from cables.models.cable import Cable
from cables.models.collection import Collection
from cables.visibility import HELD, PUBLIC, shown_versions, visible_versions

NEWEST_FIRST = (F("sent_at").desc(nulls_last=True), "-cable_id")
OLDEST_FIRST = (F("sent_at").asc(nulls_last=True), "cable_id")
"""By date sent, of one moment in the order in which the cables came in; those without a date last in both."""


class CableVersionQuerySet(models.QuerySet["CableVersion"]):
    def released(self) -> Self:
        """The one version of each cable that public pages show."""
        return self.filter(shown_versions())

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_versions(user)).exclude(collection__standing=Collection.Standing.DOWN)

    def oldest_first(self) -> Self:
        return self.order_by(*OLDEST_FIRST)

    def for_list(self) -> Self:
        return self.select_related("cable", "collection").defer("metadata")

    def for_row(self) -> Self:
        """For a row of a table, which names everything that is one value or a list of short ones."""
        return self.for_list().prefetch_related("tags", "addressees", "references")

    def for_entry(self) -> Self:
        """For an entry of a feed."""
        return self.for_list().prefetch_related("tags", "paragraphs")

    def for_record(self) -> Self:
        """For all that is public of a cable but where in its source it stands."""
        return self.select_related("cable", "collection").prefetch_related(
            "tags", "addressees", "references", "paragraphs", "mentions", "public_notes"
        )

    def for_cable_page(self) -> Self:
        from cables.models.mention import Mention
        from cables.models.reference import Reference

        return self.select_related("cable", "collection").prefetch_related(
            "tags",
            "addressees",
            "paragraphs",
            "repairs",
            "public_notes",
            Prefetch("references", Reference.objects.select_related("target")),
            Prefetch("mentions", Mention.objects.select_related("target")),
        )


class CableVersion(models.Model):
    """One release of a cable's text, with the facts of its header.

    A held version has no public fact: its rows are derived from the restricted source when it is
    released, so no table that public code loads repeats its text.
    """

    class State(models.TextChoices):
        HELD = HELD, "Held for review"
        PUBLIC = PUBLIC, "Public"

    class Classification(models.TextChoices):
        UNCLASSIFIED = "UNCLASSIFIED", "Unclassified"
        SBU = "SBU", "Sensitive but unclassified"
        LOU = "LOU", "Limited official use"
        CONFIDENTIAL = "CONFIDENTIAL", "Confidential"
        SECRET = "SECRET", "Secret"
        TOP_SECRET = "TOP SECRET", "Top secret"
        UNKNOWN = "UNKNOWN", "Not stated"

    cable = models.ForeignKey(Cable, models.CASCADE, related_name="versions")
    collection = models.ForeignKey(Collection, models.PROTECT, related_name="versions")
    ordinal = models.PositiveSmallIntegerField(help_text="1 for the first text received under this number.")
    state = models.CharField(max_length=10, choices=State.choices)
    shown = models.BooleanField(default=False, help_text="The newest public version of its cable.")
    parser_version = models.CharField(max_length=20)
    created_at = models.DateTimeField(auto_now_add=True)

    container = models.CharField(max_length=20, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    transmission_id = models.CharField(blank=True)
    precedence = models.CharField(max_length=20, blank=True)
    info_precedence = models.CharField(max_length=20, blank=True)
    routing_indicators = models.JSONField(default=list, blank=True)
    de_line = models.CharField(blank=True)
    opsignal = models.CharField(blank=True)
    dtg = models.CharField("date-time group", blank=True)
    originator = models.CharField(blank=True)
    office_copies = models.JSONField(default=list, blank=True)
    classification = models.CharField(
        max_length=20, choices=Classification.choices, default=Classification.UNKNOWN
    )
    captions = models.JSONField(default=list, blank=True)
    sections = models.JSONField(default=list, blank=True, help_text="Pairs of number and total.")
    complete = models.BooleanField(default=True)
    executive_order = models.CharField(blank=True)
    declassify_on = models.DateField(null=True, blank=True)
    declassify_event = models.TextField(blank=True)
    exemptions = models.JSONField(default=list, blank=True)
    classified_by = models.TextField(blank=True)
    classified_by_names = models.JSONField(default=list, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    subject = models.TextField(blank=True)
    title = models.TextField(blank=True, help_text="The subject set for reading; only the case differs.")
    subject_codes = models.JSONField(
        null=True, blank=True, help_text="Of a withheld subject: pairs of scheme and code."
    )
    signers = models.JSONField(default=list, blank=True)
    summary_first = models.PositiveIntegerField(null=True, blank=True, help_text="Position of a paragraph.")
    summary_last = models.PositiveIntegerField(null=True, blank=True, help_text="Position, inclusive.")

    objects = CableVersionQuerySet.as_manager()

    class Meta:
        ordering = ["cable", "ordinal"]
        indexes = [
            models.Index(fields=["-sent_at"], name="version_newest_first"),
            models.Index(fields=["classification", "shown"], name="version_by_classification"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cable", "ordinal"], name="version_ordinal_once"),
            models.UniqueConstraint(
                fields=["cable"], condition=models.Q(shown=True), name="version_one_shown_per_cable"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[HELD, PUBLIC]), name="version_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(shown=False) | models.Q(state=PUBLIC), name="version_shown_is_public"
            ),
            models.CheckConstraint(
                condition=models.Q(state=PUBLIC)
                | models.Q(
                    subject="",
                    title="",
                    transmission_id="",
                    metadata={},
                    signers=[],
                    sent_at=None,
                    originator="",
                    dtg="",
                    classified_by="",
                    declassify_event="",
                    classification="UNKNOWN",
                ),
                name="version_held_has_no_public_fact",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    classification__in=[
                        "UNCLASSIFIED", "SBU", "LOU", "CONFIDENTIAL", "SECRET", "TOP SECRET", "UNKNOWN",
                    ]
                ),
                name="version_classification_known",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.cable} version {self.ordinal}"
