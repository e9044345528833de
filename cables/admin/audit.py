"""The audit, to look at."""

from django.contrib import admin

from cables.admin.by_policy import PolicyAdmin
from cables.admin.filters import AboutCable, Who
from cables.models import AuditEvent
from cables.visibility import Action


@admin.register(AuditEvent)
class AuditEventAdmin(PolicyAdmin):
    seen_by = Action.READ_AUDIT
    list_display = ["number", "when", "who", "action", "cable", "said"]
    list_filter = ["action", Who, AboutCable]
    search_fields = ["actor", "mrn", "action"]
    search_help_text = "An account, a part of a number, or an action."
    date_hierarchy = "at"
    ordering = ["-pk"]

    @admin.display(ordering="pk")
    def number(self, event):
        return event.pk

    @admin.display(ordering="at")
    def when(self, event):
        return f"{event.at:%Y-%m-%d %H:%M:%S} Z"

    @admin.display(ordering="actor")
    def who(self, event):
        return event.actor or "the site"

    @admin.display(ordering="mrn")
    def cable(self, event):
        return event.mrn

    @admin.display(description="details")
    def said(self, event):
        return ", ".join(f"{name}: {_in_words(value)}" for name, value in sorted(event.details.items()))


def _in_words(value) -> str:
    if isinstance(value, list):
        return " ".join(_in_words(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
