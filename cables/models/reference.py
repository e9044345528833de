from django.db import models

from cables.models.cable import Cable
from cables.models.version import CableVersion


class Reference(models.Model):
    """One entry of a REF line. `target` is set when the cable it names is held, whichever came first."""

    class Kind(models.TextChoices):
        CABLE = "cable", "Cable"
        AIRGRAM = "airgram", "Airgram"
        EMAIL = "email", "E-mail"
        TELCON = "telcon", "Telephone conversation"
        REPORT = "report", "Report"
        BOOK = "book", "Book or manual"
        DTG = "dtg", "Message named by its date-time group"
        OTHER = "other", "Other"

    version = models.ForeignKey(CableVersion, models.CASCADE, related_name="references", db_index=False)
    position = models.PositiveIntegerField()
    label = models.CharField(blank=True)
    text = models.TextField(help_text="As written, without its bullet.")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    mrn = models.CharField(max_length=80, blank=True)
    inferred = models.JSONField(default=list, blank=True, help_text="Which of year, post, label.")
    notal = models.BooleanField(default=False)
    and_previous = models.BooleanField(default=False)
    start = models.PositiveIntegerField(help_text="Offset into the version's public source.")
    end = models.PositiveIntegerField()
    target = models.ForeignKey(
        Cable, models.SET_NULL, null=True, blank=True, db_index=False, related_name="cited_in_references"
    )

    class Meta:
        ordering = ["version", "position"]
        indexes = [
            models.Index(fields=["mrn"], name="reference_by_mrn"),
            # Without those that point at nothing: asked which of them name a cable, SQLite would read all.
            models.Index(
                fields=["target"], condition=models.Q(target__isnull=False), name="reference_by_target"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="reference_position_once"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["cable", "airgram", "email", "telcon", "report", "book", "dtg", "other"]
                ),
                name="reference_kind_known",
            ),
        ]

    def __str__(self):
        return self.mrn or self.text
