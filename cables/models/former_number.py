from django.db import models

from cables.models.cable import Cable


class FormerNumber(models.Model):
    """A number under which a cable was held until it was corrected: its addresses lead to the new one.

    A cable that has the number now comes first: what is another's own is no misprint.
    """

    cable = models.ForeignKey(Cable, models.CASCADE, related_name="former_numbers")
    mrn = models.CharField("message reference number", max_length=80, db_index=True)

    class Meta:
        ordering = ["mrn", "cable"]
        constraints = [
            models.UniqueConstraint(fields=["cable", "mrn"], name="former_number_once_per_cable"),
        ]

    def __str__(self):
        return f"{self.mrn}, now {self.cable}"
