from django.conf import settings
from django.db import models

from cables.models.cable import Cable


class Override(models.Model):
    """A recorded correction of what the parser read; it survives the next derivation. Restricted.

    The newest of a field is the one that counts. Its value may repeat the text, so it reaches the
    public rows only through the projection, which leaves it out where its field is withheld.
    """

    class Field(models.TextChoices):
        SUBJECT = "subject", "Subject"
        SENT_AT = "sent_at", "Date sent"
        ORIGINATOR = "originator", "Originator"
        CLASSIFICATION = "classification", "Classification"

    cable = models.ForeignKey(Cable, models.PROTECT, related_name="+")
    field = models.CharField(max_length=20, choices=Field.choices)
    value = models.TextField(help_text="As text; a date in ISO 8601, UTC.")
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
                condition=models.Q(field__in=["subject", "sent_at", "originator", "classification"]),
                name="override_field_known",
            )
        ]

    def __str__(self):
        return f"{self.get_field_display()} of {self.cable}"
