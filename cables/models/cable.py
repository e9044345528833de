import re
from typing import Any, Self

from django.db import models

from cables.visibility import shown_versions, visible_versions


class CableQuerySet(models.QuerySet["Cable"]):
    def released(self) -> Self:
        """Cables of which a reader without an account can open a version."""
        return self.filter(models.Exists(_versions(shown_versions())))

    def visible_to(self, user: Any) -> Self:
        return self.filter(models.Exists(_versions(visible_versions(user))))

    def numbered(self, mrn: str) -> "Cable | None":
        """The cable with this number, or else the one that had it until it was corrected."""
        return self.filter(mrn=mrn).first() or self.filter(former_numbers__mrn=mrn).first()

    def with_a_page(self) -> Self:
        """Those whose address tells readers something: released, or withheld as a whole and acknowledged."""
        from cables.models.withheld_cable import WithheldCable

        acknowledged = models.Exists(WithheldCable.objects.filter(cable=models.OuterRef("pk")))
        return self.filter(models.Exists(_versions(shown_versions())) | acknowledged)


def _versions(condition: models.Q):
    from cables.models.version import CableVersion

    return CableVersion.objects.filter(condition, cable=models.OuterRef("pk"))


class Cable(models.Model):
    """One telegram, whatever was received of it: the holder of its number and of its versions.

    A cable without a number has the key `unnumbered-000123`, from UnnumberedKey.
    """

    mrn = models.CharField("message reference number", max_length=80, unique=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    post = models.CharField(max_length=40, blank=True, help_text="Code of the post in the number.")
    serial = models.PositiveBigIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(
        default=0, help_text="Counts the changes of what is public of it, for caches and stale forms."
    )

    objects = CableQuerySet.as_manager()

    class Meta:
        ordering = ["year", "post", "serial", "mrn"]
        indexes = [models.Index(fields=["post", "year", "serial"], name="cable_by_post_and_serial")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year=None, serial=None, post="")
                | models.Q(year__isnull=False, serial__isnull=False) & ~models.Q(post=""),
                name="cable_number_whole_or_absent",
            )
        ]

    def __str__(self):
        return self.mrn


class UnnumberedKey(models.Model):
    """A counter: each row gives one cable without a number its key, and is never given again."""

    SHAPE = re.compile(r"unnumbered-[0-9]{6,}")

    def __str__(self):
        return f"unnumbered-{self.pk:06d}"
