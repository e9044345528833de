from django.db import models


class AuditEvent(models.Model):
    """One act, for good: the database refuses to change or delete a row. Restricted.

    Every row holds the hash of the one before it, so that nothing can be taken out or put in
    unseen. Persons and things are named by plain values, never by foreign keys: the record outlives
    them. `details` holds ids, codes and counts; no text of a cable, a note or a form.
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, help_text="None for the importer and for commands.")
    actor = models.CharField(max_length=150, blank=True, help_text="Name of the account.")
    action = models.CharField(max_length=40, db_index=True)
    mrn = models.CharField(max_length=80, blank=True, db_index=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "restricted_auditevent"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%SZ} {self.actor or 'the site'}: {self.action} {self.mrn}".strip()
