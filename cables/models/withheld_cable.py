from django.db import models

from cables.models.cable import Cable


class WithheldCable(models.Model):
    """A cable withheld as a whole whose existence is acknowledged: its number and the codes, no more.

    One that is not acknowledged has no row here, and its address answers what an unheld number
    answers.
    """

    cable = models.OneToOneField(Cable, models.CASCADE, related_name="withheld_whole")
    codes = models.JSONField(default=list, help_text="Pairs of scheme and code, as in Exemption.")

    def __str__(self):
        return f"{self.cable}, withheld"
