from django.db import models

from cables.models.version import CableVersion


class SourceText(models.Model):
    """The bytes of one record as received. Restricted: no public queryset reaches it.

    On PostgreSQL the table stands in the schema `restricted`. It points at the version, never the
    other way round, so a public dump is whole without it. `paragraphs` says which stretch of the
    text is which paragraph of the cable, withheld or not.
    """

    class Pending(models.TextChoices):
        REPARSED = "re-parsed", "Parsed anew"
        CORRECTED = "corrected", "Corrected"

    version = models.OneToOneField(CableVersion, models.CASCADE, related_name="+")
    content = models.BinaryField()
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64, db_index=True)
    encoding = models.CharField(max_length=20)
    paragraphs = models.JSONField(
        default=list, help_text="Triples of identity, start and end, in code points of the decoded text."
    )
    pending = models.CharField(
        max_length=20,
        blank=True,
        choices=Pending.choices,
        help_text="What was derived anew and waits until the decisions are placed again.",
    )

    class Meta:
        db_table = "restricted_sourcetext"

    def __str__(self):
        return f"Source of {self.version}"


class PublicSource(models.Model):
    """The decoded text of a public version after decisions: what source views show.

    `spans` is a partition of `text`: `[name, start, end]` in code points, end exclusive.
    """

    version = models.OneToOneField(CableVersion, models.CASCADE, related_name="public_source")
    text = models.TextField()
    spans = models.JSONField(default=list)

    def __str__(self):
        return f"Public source of {self.version}"
