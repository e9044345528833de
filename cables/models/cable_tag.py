from django.db import models

from cables.models.version import CableVersion


class CableTag(models.Model):
    """A tag as one version carries it. `code` need not be in the Tag table."""

    version = models.ForeignKey(CableVersion, models.CASCADE, related_name="tags", db_index=False)
    position = models.PositiveIntegerField()
    code = models.CharField(help_text="Canonical for the year of the cable.")
    raw = models.CharField(help_text="As typed.")
    kind = models.CharField(max_length=20)

    class Meta:
        ordering = ["version", "position"]
        indexes = [models.Index(fields=["code", "version"], name="cable_tag_by_code")]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="cable_tag_position_once")
        ]

    def __str__(self):
        return self.code
