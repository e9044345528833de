from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cables.models.cable import Cable
from cables.models.version import CableVersion
from cables.visibility import State


class DecisionQuerySet(models.QuerySet["Decision"]):
    def live(self) -> Self:
        """Those that keep something from the public, whether or not a release is proposed."""
        return self.exclude(state=State.RELEASED)

    def with_people(self):
        """Read along what every page that shows a decision names."""
        return self.select_related("cable", "version", "withheld_by", "proposed_by", "confirmed_by")

    def holds(self) -> Self:
        """Those that keep one version from being published."""
        return self.filter(version__isnull=False)

    def withholdings(self) -> Self:
        """Those about the cable itself, in every version of it."""
        return self.filter(version=None)


class Decision(models.Model):
    """That something of a cable is withheld, and what became of it. Restricted.

    It is about a paragraph, words of a paragraph, the subject, or the whole cable, in every version
    of the cable; where exactly, WithheldText says for each version. With `version` it is a hold: it
    keeps that one version from being published. A decision is never deleted: released, it stays as
    history, and a recall is a decision of its own. Only a hold that the importer set, and that nobody
    has touched, goes with its version when the import is undone.
    """

    class Scope(models.TextChoices):
        PARAGRAPH = "paragraph", "Paragraph"
        PASSAGE = "passage", "Passage"
        SUBJECT = "subject", "Subject"
        CABLE = "cable", "Whole cable"

    class State(models.TextChoices):
        WITHHELD = State.WITHHELD, "Withheld"
        PROPOSED = State.PROPOSED, "Release proposed"
        RELEASED = State.RELEASED, "Released"

    cable = models.ForeignKey(Cable, models.PROTECT, related_name="+")
    version = models.ForeignKey(CableVersion, models.PROTECT, null=True, blank=True, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    identity = models.PositiveIntegerField(null=True, blank=True, help_text="Of the paragraph.")
    codes = models.JSONField(default=list, help_text="Pairs of scheme and code, as in Exemption.")
    acknowledged = models.BooleanField(default=True, help_text="Shown in place with its codes.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WITHHELD)
    revision = models.PositiveIntegerField(help_text="The cable's revision that this last made.")
    withheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="None for a hold that the importer set.",
    )
    withheld_at = models.DateTimeField(auto_now_add=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    recalls = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="recalled_by")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        db_table = "restricted_decision"
        ordering = ["cable", "pk"]
        indexes = [models.Index(fields=["cable", "state"], name="decision_by_cable")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=["paragraph", "passage"], identity__isnull=False)
                | Q(scope__in=["subject", "cable"], identity=None),
                name="decision_scope_and_paragraph",
            ),
            models.CheckConstraint(
                condition=Q(version=None, withheld_by__isnull=False)
                | Q(version__isnull=False, scope="cable"),
                name="decision_hold_is_of_a_whole_version",
            ),
            models.CheckConstraint(
                condition=Q(state="withheld", proposed_by=None, confirmed_by=None)
                | Q(state="proposed", proposed_by__isnull=False, confirmed_by=None)
                | Q(state="released", proposed_by__isnull=False, confirmed_by__isnull=False),
                name="decision_state_and_persons",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="decision_released_by_two",
            ),
            models.UniqueConstraint(
                fields=["cable", "identity"],
                condition=Q(scope="paragraph") & ~Q(state="released"),
                name="decision_one_live_per_paragraph",
            ),
            models.UniqueConstraint(
                fields=["cable", "scope"],
                condition=Q(scope__in=["subject", "cable"], version=None) & ~Q(state="released"),
                name="decision_one_live_per_subject_and_cable",
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(version__isnull=False) & ~Q(state="released"),
                name="decision_one_live_hold_per_version",
            ),
        ]

    def __str__(self):
        return f"{self.get_scope_display()} of {self.cable}: {self.get_state_display()}"

    @property
    def is_live(self) -> bool:
        return self.state != State.RELEASED


class WithheldText(models.Model):
    """Where a decision takes effect in one version, and the text it keeps back. Restricted.

    `start` and `end` are offsets into the decoded source as received. `text` is what stood there as
    it was read, empty once it is released. `absent` says that a reviewer found that the version
    does not have the words.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="places")
    version = models.ForeignKey(CableVersion, models.PROTECT, related_name="+")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    absent = models.BooleanField(default=False)

    class Meta:
        db_table = "restricted_withheldtext"
        constraints = [
            models.UniqueConstraint(fields=["decision", "version"], name="withheld_text_once_per_version"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="withheld_text_span_in_order"),
        ]

    def __str__(self):
        return f"{self.decision} in {self.version}"
