from django.conf import settings
from django.db import models
from django.db.models import Q

from cables.models.cable import Cable
from cables.models.version import CableVersion


class Override(models.Model):
    """A recorded correction of what the parser read; it survives the next derivation. Restricted.

    Number, subject, date, originator, classification and tags are the cable's, in whichever version:
    the newest of a field is the one that counts. Where a paragraph begins, what it is joined to and how
    it is marked is about the text of one version, and of a place in it the newest counts. The value may
    repeat the text, so it reaches the public rows only through the projection, which leaves it out where
    what it repeats is withheld.
    """

    class Field(models.TextChoices):
        NUMBER = "number", "Number"
        SUBJECT = "subject", "Subject"
        SENT_AT = "sent_at", "Date sent"
        ORIGINATOR = "originator", "Originator"
        CLASSIFICATION = "classification", "Classification"
        TAGS = "tags", "TAGS"
        SPLIT = "split", "Paragraph begun"
        MERGE = "merge", "Paragraph joined to the one before"
        MARK = "mark", "Paragraph marked"

    OF_CABLE = ["number", "subject", "sent_at", "originator", "classification", "tags"]
    OF_VERSION = ["split", "merge", "mark"]

    cable = models.ForeignKey(Cable, models.PROTECT, related_name="+")
    version = models.ForeignKey(CableVersion, models.PROTECT, null=True, blank=True, related_name="+")
    field = models.CharField(max_length=20, choices=Field.choices)
    value = models.TextField(
        help_text="As text; a date in ISO 8601, UTC, or empty for none; of a paragraph JSON: start and end "
        "in code points of the decoded source, and the level of a mark."
    )
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    waits = models.BooleanField(
        default=False, help_text="Made while something was withheld: until the decisions are placed again."
    )

    class Meta:
        db_table = "restricted_override"
        ordering = ["cable", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    field__in=["number", "subject", "sent_at", "originator", "classification", "tags"],
                    version=None,
                )
                | Q(field__in=["split", "merge", "mark"], version__isnull=False),
                name="override_field_known",
            )
        ]

    def __str__(self):
        return f"{self.get_field_display()} of {self.cable}"
