from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cables.models.cable import Cable
from cables.models.paragraph import Paragraph
from cables.models.version import CableVersion


class Annotation(models.Model):
    """A reviewer's note on a paragraph or on words of it. Restricted, whoever it is for.

    `quote` is the words as they stood in the paragraph's text at `start` and `end`; empty for a
    note on the paragraph as a whole. A deleted note keeps its place in the thread, not its words.
    """

    class Visibility(models.TextChoices):
        ME = "me", "Only me"
        REVIEWERS = "reviewers", "Reviewers"
        ALL = "all", "All readers"

    cable = models.ForeignKey(Cable, models.PROTECT, related_name="+")
    identity = models.PositiveIntegerField(help_text="Of the paragraph.")
    number = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Counts the notes that readers of the cable were shown; the others have none.",
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    quote = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    source = models.TextField(blank=True, help_text="Markdown.")
    html = models.TextField(blank=True, help_text="Made from the source by cables.sanitise.")
    sanitiser_version = models.CharField(max_length=20)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "restricted_annotation"
        ordering = ["cable", "created_at", "pk"]
        indexes = [models.Index(fields=["cable", "identity"], name="annotation_by_paragraph")]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=["me", "reviewers", "all"]), name="annotation_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(quote="", start=None, end=None)
                | (~Q(quote="") & Q(start__isnull=False, start__lt=F("end"))),
                name="annotation_quote_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(source="", html="", quote=""),
                name="annotation_deleted_has_no_words",
            ),
            models.UniqueConstraint(fields=["cable", "number"], name="annotation_number_once_per_cable"),
        ]

    def __str__(self):
        return f"Note {self.pk} on {self.cable}"


class PublicNote(models.Model):
    """A note for all readers, as public pages show it; there is none on a paragraph with a deletion.

    `number` is for its address `#n12`; `reply_to` the number of the note it answers. Keys would tell
    how many notes there are that readers are not shown.
    """

    version = models.ForeignKey(CableVersion, models.CASCADE, related_name="public_notes")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="public_notes")
    number = models.PositiveIntegerField()
    reply_to = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    html = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="public_note_once_per_version")
        ]

    def __str__(self):
        return f"Note {self.number}"
