from django.db import models

from cables.models.paragraph import Paragraph
from cables.models.version import CableVersion


class Repair(models.Model):
    """One change of characters between the source and the text shown. Offsets into the public source."""

    version = models.ForeignKey(CableVersion, models.CASCADE, related_name="repairs")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, null=True, blank=True, related_name="repairs")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=60, db_index=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["version", "start", "pk"]

    def __str__(self):
        return self.reason
