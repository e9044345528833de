from collections import Counter
from collections.abc import Iterable

from django.db import models

from cables.models.version import CableVersion


class Paragraph(models.Model):
    """One paragraph of one version, as released.

    `identity` is what stays: the same number names the same paragraph of a cable in every version
    of it, and is never given to another. `text` holds each block of the paragraph once, a line
    feed between two; `blocks` says which stretch of it is what, in reading order, as
    `[kind, start, end]` (kinds: text, item, verbatim), `page_breaks` where a page begins, as
    `[offset, page as printed or null]`, `deletions` where withheld words stood, as
    `[start, end, [[scheme, code], …]]`. `start` and `end` are offsets into the version's
    PublicSource.
    """

    class Level(models.TextChoices):
        U = "U", "Unclassified"
        SBU = "SBU", "Sensitive but unclassified"
        LOU = "LOU", "Limited official use"
        C = "C", "Confidential"
        S = "S", "Secret"
        TS = "TS", "Top secret"

    version = models.ForeignKey(CableVersion, models.CASCADE, related_name="paragraphs", db_index=False)
    identity = models.PositiveIntegerField()
    position = models.PositiveIntegerField(help_text="1 for the first paragraph of the text.")
    number = models.PositiveIntegerField(null=True, blank=True)
    portion_mark = models.CharField(blank=True)
    level = models.CharField(max_length=3, choices=Level.choices, blank=True)
    inherited = models.BooleanField(help_text="Unmarked in the source: the level is the cable's.")
    captions = models.JSONField(default=list, blank=True)
    heading = models.TextField(blank=True)
    text = models.TextField()
    blocks = models.JSONField(default=list)
    page_breaks = models.JSONField(default=list, blank=True)
    deletions = models.JSONField(default=list, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="paragraph_position_once"),
            models.UniqueConstraint(fields=["version", "identity"], name="paragraph_identity_once"),
            models.CheckConstraint(
                condition=models.Q(level__in=["", "U", "SBU", "LOU", "C", "S", "TS"]),
                name="paragraph_level_known",
            ),
            models.CheckConstraint(
                condition=models.Q(start__lte=models.F("end")), name="paragraph_span_in_order"
            ),
        ]

    def __str__(self):
        return f"¶{self.number or self.position}"


def anchors(numbers: Iterable[int | None]) -> list[str]:
    """The id of each paragraph of a cable in its page; a number that comes again gives `p3-2`, none `u1`."""
    seen: Counter[int | None] = Counter()
    found = []
    for number in numbers:
        seen[number] += 1
        if number is None:
            found.append(f"u{seen[None]}")
        else:
            found.append(f"p{number}" if seen[number] == 1 else f"p{number}-{seen[number]}")
    return found
