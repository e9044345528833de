from django.db import models

from cables.models.version import CableVersion


class Addressee(models.Model):
    class Role(models.TextChoices):
        ACTION = "action", "Action"
        INFO = "info", "Information"

    version = models.ForeignKey(CableVersion, models.CASCADE, related_name="addressees", db_index=False)
    position = models.PositiveIntegerField()
    role = models.CharField(max_length=6, choices=Role.choices)
    name = models.CharField()
    post = models.CharField(
        max_length=40, blank=True, help_text="Code of the post, where the table knows it."
    )
    precedence = models.CharField(max_length=20, blank=True)
    routing_indicator = models.CharField(blank=True)
    serial = models.CharField(blank=True)
    excluded = models.BooleanField(default=False, help_text="Exempted (XMT) from the collective before it.")

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="addressee_position_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["action", "info"]), name="addressee_role_known"
            ),
        ]

    def __str__(self):
        return self.name
