"""An import as staff see it: how it stands, how far it has come, what became of its records, what next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from cables.importing.ledger import DOUBTED
from cables.jobs import imports
from cables.jobs.uploads import shown_file
from cables.models import ImportBatch, ImportItem
from cables.presenters.repairs import counted_noun

Stage, Job, Outcome = ImportBatch.State, ImportBatch.Job, ImportItem.Outcome
UNHURRIED = dt.timedelta(seconds=15)
"""As long as that a worker may take to begin."""

AFTER = {
    Outcome.NEW: "New",
    Outcome.NEW_VERSION: "New version of a cable that was here",
    Outcome.UNCHANGED: "Already here, unchanged",
    Outcome.REFUSED: "Refused",
}
BEFORE = AFTER | {Outcome.NEW_VERSION: "Changed: would be a new version", Outcome.REFUSED: "Cannot be read"}


@dataclass(frozen=True, slots=True)
class Count:
    label: str
    count: str
    href: str
    tone: str


@dataclass(frozen=True, slots=True)
class Verb:
    """What the person may do now. `asks` is a sentence to be read first, where it is not to be undone."""

    name: str
    label: str
    help: str
    asks: str = ""


@dataclass(frozen=True, slots=True)
class ImportPage:
    pk: int
    title: str
    how: str
    is_at_work: bool
    done: str  # '1,200 of 3,000 records'; '' where it has not begun
    percent: int | None
    pace: str
    file: str
    message: str
    details: tuple[str, ...]
    counts: tuple[Count, ...]
    verbs: tuple[Verb, ...]
    problems: int
    sources: tuple[str, ...]
    uploads_kept: bool


def import_page(batch: ImportBatch, may_import: bool) -> ImportPage:
    message, *details = batch.message.split("\n")
    is_preview = (batch.asked_for or batch.job) == Job.PREVIEW
    is_anew = _is_to_begin_anew(batch)
    return ImportPage(
        pk=batch.pk,
        title=f"{'Preview' if is_preview else 'Import'} {batch.pk}, into {batch.collection}",
        how=_how(batch),
        is_at_work=bool(batch.asked_for) or batch.state in (Stage.PREVIEWING, Stage.IMPORTING),
        done="" if is_anew else f"{_done(batch)} records",
        percent=min(100 * batch.position // batch.total, 100) if batch.total and not is_anew else None,
        pace=_pace(batch),
        file="" if is_anew else shown_file(batch.file, batch),
        message=message,
        details=tuple(details),
        counts=() if is_anew else tuple(_counts(batch, BEFORE if is_preview else AFTER)),
        verbs=tuple(_verbs(batch)) if may_import else (),
        problems=batch.tally.get(Outcome.REFUSED, 0) if may_import and not batch.asked_for else 0,
        sources=() if batch.uploads else tuple(batch.paths),
        uploads_kept=bool(batch.uploads),
    )


def _how(batch: ImportBatch) -> str:
    if _waits(batch):
        return _waiting(batch)
    if batch.is_to_stop:
        return "Stopping after the cables in hand."
    if batch.asked_for == Job.UNDO:
        return "Being taken back."
    if batch.asked_for and batch.state not in (Stage.PREVIEWING, Stage.IMPORTING):
        return "A moment: the worker has just begun, or is about to end."
    if batch.job == Job.UNDO and batch.state == Stage.STOPPED:
        return "Taken back in part."
    done = _done(batch)
    if batch.job == Job.PREVIEW and batch.state in (Stage.CANCELLED, Stage.STOPPED):
        return f"The preview ended after {done} records. Nothing was written."
    sentences = {
        Stage.PREVIEWING: "Reading and comparing. Nothing is written yet.",
        Stage.PREVIEWED: "Previewed to its end. Nothing is written yet: look through it, then import it.",
        Stage.IMPORTING: "Importing. You can leave this page; it goes on.",
        Stage.DONE: f"Done: {counted_noun(batch.position, 'record')}.",
        Stage.CANCELLED: f"Cancelled after {done} records. What came before is in.",
        Stage.STOPPED: f"Stopped after {done} records.",
        Stage.UNDONE: "Taken back.",
    }
    return sentences[Stage(batch.state)]


def _done(batch: ImportBatch) -> str:
    return f"{batch.position:,} of {batch.total:,}" if batch.total else f"{batch.position:,}"


def _waits(batch: ImportBatch) -> bool:
    return bool(batch.asked_for and batch.asked_at) and batch.beat_at is None


def _is_to_begin_anew(batch: ImportBatch) -> bool:
    """The worker has not come to it, and what is known of its records is of the preview before."""
    return _waits(batch) and batch.job == Job.PREVIEW


def _waiting(batch: ImportBatch) -> str:
    if batch.asked_at and timezone.now() - batch.asked_at < UNHURRIED:
        return "Waiting for the worker."
    others = ImportBatch.objects.exclude(asked_for="").exclude(pk=batch.pk).exclude(beat_at=None)
    if others.exists():
        return "Waiting for the worker, which is at another import."
    return (
        "Nobody has begun with it yet. Is the worker running? An administrator starts it with "
        "manage.py run_worker."
    )


def _pace(batch: ImportBatch) -> str:
    """Records a second since it began, and how long the rest will take."""
    if not batch.begun_at or not batch.beat_at or not batch.asked_for:
        return ""
    seconds = (batch.beat_at - batch.begun_at).total_seconds()
    done = batch.position - batch.begun_position
    if seconds < 1 or not done:
        return ""
    rate = done / seconds
    told = f"{rate:,.0f} records a second" if rate >= 10 else f"{rate:.1f} records a second"
    if not batch.total or batch.position >= batch.total:
        return told
    return f"{told}, {_about((batch.total - batch.position) / rate)} left"


def _about(seconds: float) -> str:
    if seconds < 50:
        return f"about {max(5, round(seconds / 5) * 5)} seconds"
    if seconds < 50 * 60:
        return f"about {counted_noun(round(seconds / 60) or 1, 'minute')}"
    return f"about {counted_noun(round(seconds / 3600) or 1, 'hour')}"


def _counts(batch: ImportBatch, labels: dict[Outcome, str]) -> list[Count]:
    records = f"{reverse('admin:cables_importitem_changelist')}?batch__id__exact={batch.pk}"
    asked = {str(outcome): f"{records}&outcome__exact={outcome}" for outcome in labels}
    asked[DOUBTED] = f"{records}&doubts=yes"
    told = {str(outcome): label for outcome, label in labels.items()} | {DOUBTED: "Needs a look"}
    counts = []
    for tone, label in told.items():
        count = batch.tally.get(tone, 0)
        counts.append(Count(label, f"{count:,}", asked[tone] if count else "", tone))
    return counts


def _verbs(batch: ImportBatch) -> list[Verb]:
    refused = batch.tally.get(Outcome.REFUSED, 0)
    files = "Its file is" if refused == 1 else "Their files are"
    came = batch.tally.get(Outcome.NEW, 0) + batch.tally.get(Outcome.NEW_VERSION, 0)
    offered = [
        (
            imports.can_commit(batch),
            Verb("commit", f"Import these {came:,}" if came else "Import", _what_is_passed_over(batch)),
        ),
        (imports.can_go_on(batch), Verb("go_on", "Go on", "From the record after the last that is in.")),
        (
            imports.can_cancel(batch),
            Verb("cancel", "Cancel", "The cables in hand are finished first; what is in stays in."),
        ),
        (
            imports.can_retry(batch),
            Verb(
                "retry",
                f"Retry {counted_noun(refused, 'refused record')}",
                f"{files} read again, as a new import. What is in already is left as it is.",
            ),
        ),
        (
            imports.can_preview(batch),
            Verb("preview", "Preview again", "From the beginning, if the files have changed."),
        ),
        (
            imports.can_undo(batch),
            Verb(
                "undo",
                "Undo this import",
                "",
                f"{what_goes(batch)} Where somebody has decided, noted or corrected something since, "
                "nothing is taken back, and you are told who did what.",
            ),
        ),
    ]
    return [verb for possible, verb in offered if possible]


def what_goes(batch: ImportBatch) -> str:
    new, versions = batch.tally.get(Outcome.NEW, 0), batch.tally.get(Outcome.NEW_VERSION, 0)
    going = " and ".join(
        filter(None, [counted_noun(new, "new cable"), counted_noun(versions, "new version")])
    )
    before = "Of a cable with a new version the one before is shown again. " if versions else ""
    return f"This takes back {going}. {before}What is withheld stays withheld."


def _what_is_passed_over(batch: ImportBatch) -> str:
    unchanged, refused = batch.tally.get(Outcome.UNCHANGED, 0), batch.tally.get(Outcome.REFUSED, 0)
    told = []
    if unchanged:
        stay = "is here already stays as it is" if unchanged == 1 else "are here already stay as they are"
        told.append(f"{unchanged:,} that {stay}")
    if refused:
        told.append(f"{refused:,} that cannot be read {'is' if refused == 1 else 'are'} left out and listed")
    sentence = ", ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}." if told else ""
