from django.conf import settings
from django.db import models

from cables.models.cable import Cable
from cables.models.collection import Collection
from cables.models.version import CableVersion


class ImportBatch(models.Model):
    """One run of the importer, by command or in the admin.

    `position` counts the records that are done, and is written in the transaction that wrote them: an
    import that was cut off goes on there.
    """

    class State(models.TextChoices):
        PREVIEWING = "previewing", "Being previewed"
        PREVIEWED = "previewed", "Previewed, nothing written yet"
        IMPORTING = "importing", "Importing"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        STOPPED = "stopped", "Stopped by a fault"
        UNDONE = "undone", "Undone"

    class Job(models.TextChoices):
        PREVIEW = "preview", "Preview"
        IMPORT = "import", "Import"
        UNDO = "undo", "Undo"

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="batches")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    paths = models.JSONField(default=list)
    uploads = models.CharField(
        max_length=40, blank=True, help_text="Folder of the uploaded files, while they are kept."
    )
    retries = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="retried_by")
    job = models.CharField(
        max_length=8, choices=Job.choices, default=Job.IMPORT, help_text="What is done with it, or was last."
    )
    asked_for = models.CharField(
        max_length=8, choices=Job.choices, blank=True, help_text="What the worker is to do, or does."
    )
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When it was last asked for.")
    begun_at = models.DateTimeField(null=True, blank=True, help_text="When somebody began with the job.")
    begun_position = models.PositiveIntegerField(default=0, help_text="How many records were done then.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.IMPORTING)
    position = models.PositiveIntegerField(default=0, help_text="How many records are done.")
    total = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many there are, if that is known."
    )
    tally = models.JSONField(default=dict, help_text="Counts by outcome.")
    file = models.CharField(max_length=1000, blank=True, help_text="What is being read.")
    message = models.TextField(blank=True, help_text="Why it stopped, as a sentence.")
    is_to_stop = models.BooleanField(default=False, help_text="Somebody asked for it to be cancelled.")
    beat_at = models.DateTimeField(null=True, blank=True, help_text="When it last wrote.")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name_plural = "import batches"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "previewing",
                        "previewed",
                        "importing",
                        "done",
                        "cancelled",
                        "stopped",
                        "undone",
                    ]
                ),
                name="import_batch_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(job__in=["preview", "import", "undo"])
                & models.Q(asked_for__in=["", "preview", "import", "undo"]),
                name="import_batch_job_known",
            ),
        ]

    def __str__(self):
        return f"Import {self.pk}"


class ImportItem(models.Model):
    """What became of one record. `message` is a sentence and never quotes the text."""

    class Outcome(models.TextChoices):
        NEW = "new", "New"
        UNCHANGED = "unchanged", "Already here, unchanged"
        NEW_VERSION = "new-version", "New version"
        REFUSED = "refused", "Refused"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveIntegerField()
    file = models.CharField(max_length=1000, help_text="Path as given to the importer.")
    start = models.PositiveBigIntegerField(
        default=0, help_text="Where in the decoded file the record begins."
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    message = models.TextField(blank=True)
    doubts = models.JSONField(default=list, help_text="Codes of what the parser found doubtful.")
    cable = models.ForeignKey(Cable, models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.ForeignKey(CableVersion, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="import_item_position_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["new", "unchanged", "new-version", "refused"]),
                name="import_item_outcome_known",
            ),
        ]

    def __str__(self):
        return f"{self.file}: {self.get_outcome_display()}"
