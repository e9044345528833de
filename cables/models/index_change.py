from django.db import models

from cables.models.cable import Cable


class IndexChange(models.Model):
    """Outbox: what an index, a cache or a copy of the public projection has still to follow.

    Written in the transaction of the change. WITHHELD is urgent: something that was public is not.
    REMOVED names a cable by the key that it had: an import was undone.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", "Changed"
        WITHHELD = "withheld", "Withheld"
        REMOVED = "removed", "Removed"

    # Without a constraint: what follows must still learn that a cable is gone.
    cable = models.ForeignKey(Cable, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    revision = models.PositiveIntegerField(help_text="The cable's, after the change.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["changed", "withheld", "removed"]),
                name="index_change_kind_known",
            )
        ]

    def __str__(self):
        return f"Cable {self.cable_id}: {self.get_kind_display()}"
