"""What can be done with several imports, or several records of them, at once."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import admin

from cables.admin.acting import Acted, Question, act_on, is_answered, sorted_out
from cables.admin.csv_answer import csv_answer
from cables.importing.undoing import worked_since
from cables.jobs import imports
from cables.jobs.problems import problems_among
from cables.jobs.uploads import shown_file
from cables.models import ImportBatch, ImportItem
from cables.presenters.acted import because, listed
from cables.presenters.import_page import what_goes
from cables.reviewing.refusals import Refused

Stage, Job = ImportBatch.State, ImportBatch.Job
NAMED = 3  # cables that somebody worked on
NOT_REFUSED = "not refused"


class BatchActions:
    """The actions of ImportBatchAdmin."""

    actions = ["retry_failures", "undo_imports", "cancel_imports"]

    @admin.action(description="Retry the failures", permissions=["import"])
    def retry_failures(self, request, batches):
        can, left = sorted_out(_oldest_first(batches), _name, _why_not_retry)
        made: list[str] = []
        acted = act_on(can, _name, lambda batch: made.append(str(imports.retry(batch, request.user))))
        acted.left += left
        acted.tell(request, "import is being retried", "imports are being retried", _as_new(made))

    @admin.action(description="Undo these imports …", permissions=["import"])
    def undo_imports(self, request, batches):
        can, left = sorted_out(_oldest_first(batches), _name, _why_not_undo)
        if can and not is_answered(request):
            return Question(
                action="undo_imports",
                title="Undo these imports?",
                lead="Where somebody decides, notes or corrects something before the worker comes to it, "
                "nothing of that import is taken back, and its page says who did what.",
                verb="Undo this import" if len(can) == 1 else f"Undo these {len(can):,} imports",
                rows=[(batch.pk, _name(batch), what_goes(batch)) for batch in can],
                left=left,
            ).page(self, request)
        acted = act_on(can, _name, lambda batch: imports.undo(batch, request.user))
        acted.left += left
        then = "What came in goes when the worker comes to it; the page of the import says how much."
        acted.tell(request, "import is being undone", "imports are being undone", then)

    @admin.action(description="Cancel", permissions=["import"])
    def cancel_imports(self, request, batches):
        can, left = sorted_out(_oldest_first(batches), _name, _why_not_cancel)
        acted = act_on(can, _name, lambda batch: imports.cancel(batch, request.user))
        acted.left += left
        then = "The cables in hand are finished first; what is in stays in."
        acted.tell(request, "import is being cancelled", "imports are being cancelled", then)


def _oldest_first(batches):
    return batches.select_related("collection").order_by("pk")


def _name(batch: ImportBatch) -> str:
    return f"{batch} ({batch.collection})"


def _as_new(made: list[str]) -> str:
    return f"{'It goes' if len(made) == 1 else 'They go'} on as {listed(made)}."


def _why_not_retry(batch: ImportBatch) -> str:
    if imports.can_retry(batch):
        return ""
    return _why_nothing_is_in(batch) or "without refused records"


def _why_not_undo(batch: ImportBatch) -> str:
    if not imports.can_undo(batch):
        return _why_nothing_is_in(batch) or "without anything new"
    if not (worked := worked_since(batch)):
        return ""
    told = list(dict.fromkeys(f"{each.who} {each.what} ({each.mrn})" for each in worked))
    more = f" and {len(told) - NAMED:,} more" if len(told) > NAMED else ""
    return f"people worked on it since: {', '.join(told[:NAMED])}{more}"


def _why_not_cancel(batch: ImportBatch) -> str:
    if imports.can_cancel(batch):
        return ""
    if not batch.asked_for:
        return "not at work"
    return "being cancelled already" if batch.is_to_stop else "being undone, which is not to be cut off"


def _why_nothing_is_in(batch: ImportBatch) -> str:
    """Empty where the import has come to its end, or to a halt."""
    if batch.asked_for:
        return "still at work"
    if batch.state == Stage.UNDONE:
        return "undone already"
    return "only previewed" if batch.job == Job.PREVIEW else ""


class ItemActions:
    """The actions of ImportItemAdmin."""

    actions = ["problems_as_csv", "retry_records"]

    @admin.action(description="Problems of these as CSV", permissions=["import"])
    def problems_as_csv(self, request, items):
        refused, left = sorted_out(_in_order(items), _file, _why_no_problem)
        acted = Acted([_file(item) for item in refused], left)
        then = "Mend the text there, and import the file."
        acted.tell(request, "problem is in the file", "problems are in the file", then)
        return csv_answer(problems_among(items, request.user), "problems.csv") if refused else None

    @admin.action(description="Retry these", permissions=["import"])
    def retry_records(self, request, items):
        refused, left = sorted_out(_in_order(items), _file, _why_no_problem)
        of_batches: dict[ImportBatch, list[ImportItem]] = defaultdict(list)
        for item in refused:
            of_batches[item.batch].append(item)
        acted, made = Acted(left=left), []
        for batch, chosen in of_batches.items():
            names = [_file(item) for item in chosen]
            if why := _why_not_retry(batch):
                acted.left += [(name, f"{batch} is {why}") for name in names]
                continue
            try:
                made.append(str(imports.retry(batch, request.user, only=[item.pk for item in chosen])))
                acted.done += names
            except Refused as refusal:
                acted.left += [(name, because(refusal)) for name in names]
        then = f"In {listed(made)} the files are read again; what of them is in already stays as it is."
        acted.tell(request, "record is being retried", "records are being retried", then)


def _in_order(items):
    return items.select_related("batch__collection").order_by("batch", "position").iterator()


def _file(item: ImportItem) -> str:
    return shown_file(item.file, item.batch).rpartition("/")[2]


def _why_no_problem(item: ImportItem) -> str:
    return "" if item.outcome == ImportItem.Outcome.REFUSED else NOT_REFUSED
