from django.db import models

from cables.models.cable import Cable


class IndexChange(models.Model):
    """Outbox: what an index, a cache or a copy of the public projection has still to follow.

    Written in the transaction of the change. WITHHELD is urgent: something that was public is not.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", "Changed"
        WITHHELD = "withheld", "Withheld"

    cable = models.ForeignKey(Cable, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    revision = models.PositiveIntegerField(help_text="The cable's, after the change.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["changed", "withheld"]), name="index_change_kind_known"
            )
        ]

    def __str__(self):
        return f"{self.cable} {self.get_kind_display()}"
