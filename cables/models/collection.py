from typing import Self

from django.db import models

from cables.visibility import shown_versions


class CollectionQuerySet(models.QuerySet["Collection"]):
    def released(self) -> Self:
        """Those of which a reader without an account can open something: no page names another."""
        from cables.models.version import CableVersion

        shown = CableVersion.objects.filter(shown_versions(), collection=models.OuterRef("pk"))
        return self.filter(models.Exists(shown))


class Collection(models.Model):
    """Cables that came together and share one legal status and one release policy."""

    class ReleasePolicy(models.TextChoices):
        ON_IMPORT = "on-import", "Released on import"
        AFTER_REVIEW = "after-review", "Released after review"

    class Standing(models.TextChoices):
        UP = "up", "Up"
        DOWN = "down", "Taken down"
        RETURNING = "returning", "Being put back"

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    description = models.TextField(blank=True)
    legal_status = models.TextField(blank=True, help_text="Under which authority these texts are public.")
    notice = models.CharField(
        max_length=60, blank=True, help_text="Shown beside every cable, e.g. “Fictional sample”."
    )
    release_policy = models.CharField(
        max_length=20, choices=ReleasePolicy.choices, default=ReleasePolicy.ON_IMPORT
    )

    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.UP, editable=False)
    standing_reason = models.TextField(blank=True, editable=False)
    standing_by = models.CharField(
        max_length=150, blank=True, editable=False, help_text="The account's name."
    )
    standing_at = models.DateTimeField(null=True, blank=True, editable=False)
    returned_to = models.BigIntegerField(
        default=0, editable=False, help_text="While it is put back: the key of the version that was last."
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(release_policy__in=["on-import", "after-review"]),
                name="collection_release_policy_known",
            ),
            models.CheckConstraint(
                condition=models.Q(standing__in=["up", "down", "returning"]), name="collection_standing_known"
            ),
        ]

    def __str__(self):
        return self.name
