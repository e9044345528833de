from django.db import models

from cables.models.paragraph import Paragraph
from cables.models.version import CableVersion


class Finding(models.Model):
    """What the parser could not place, or what contradicts itself. Offsets into the public source."""

    version = models.ForeignKey(CableVersion, models.CASCADE, related_name="findings")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, null=True, blank=True, related_name="findings")
    code = models.CharField(max_length=60, db_index=True)
    message = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["version", "start", "pk"]

    def __str__(self):
        return f"{self.code}: {self.message}"
