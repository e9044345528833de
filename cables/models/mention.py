from django.db import models

from cables.models.cable import Cable
from cables.models.paragraph import Paragraph
from cables.models.version import CableVersion


class Mention(models.Model):
    """Words in a paragraph that point somewhere: `ref A`, `paragraph 4`, `MOSCOW 1234`, `septel`.

    `start` and `end` are offsets into the paragraph's text.
    """

    class Kind(models.TextChoices):
        REF = "ref", "Reference by its letter"
        REFTEL = "reftel", "Reference telegram"
        SEPTEL = "septel", "Separate telegram"
        PARAGRAPH = "paragraph", "Paragraph"
        CABLE = "cable", "Cable by its number"

    version = models.ForeignKey(CableVersion, models.CASCADE, related_name="mentions")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="mentions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField()
    label = models.CharField(blank=True)
    mrn = models.CharField(max_length=80, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True, help_text="Number of a paragraph.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    target = models.ForeignKey(
        Cable, models.SET_NULL, null=True, blank=True, db_index=False, related_name="cited_in_mentions"
    )

    class Meta:
        ordering = ["paragraph", "start"]
        indexes = [
            models.Index(fields=["mrn"], name="mention_by_mrn"),
            # Without those that point at nothing: asked which of them name a cable, SQLite would read all.
            models.Index(
                fields=["target"], condition=models.Q(target__isnull=False), name="mention_by_target"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["ref", "reftel", "septel", "paragraph", "cable"]),
                name="mention_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")), name="mention_span_in_order"
            ),
        ]

    def __str__(self):
        return self.text
