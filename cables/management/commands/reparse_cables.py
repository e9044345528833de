"""`manage.py reparse_cables`: all rows once more from the stored bytes, after the parser has changed."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cables.importing.faults import Stopped, told
from cables.jobs.priority import behind_pages
from cables.jobs.reparsing import Report, reparse, to_be_read
from cables.models import Cable, CableVersion, Collection
from cables.parsing import canonical_mrn

MOST_NAMED = 20
WORDS = {"sent_at": "date sent", "source": "the source, and what each line of it is"}


class Command(BaseCommand):
    help = (
        "Derive all rows anew from the stored bytes, by today's parser and with what staff have corrected, "
        "and say what would change; with --write, write it. "
        "Exit status: 0 all well, 1 some cables were not taken (the others are), 2 nothing done."
    )

    def add_arguments(self, parser):
        parser.add_argument("--collection", metavar="SLUG", help="only its cables")
        parser.add_argument(
            "--number", metavar="MRN", nargs="+", default=[], help="only these cables, whoever read them last"
        )
        parser.add_argument("--all", action="store_true", help="also what today's parser has read")
        parser.add_argument("--write", action="store_true", help="write what would change")

    def handle(self, collection, number, write, **options):
        behind_pages()
        versions = CableVersion.objects.all()
        if collection is not None:
            versions = versions.filter(collection=self._collection(collection))
        if number:
            versions = versions.filter(cable__in=[self._cable(each) for each in number])
        versions = to_be_read(versions, all_of_them=options["all"] or bool(number))
        total, report = versions.count(), Report()
        try:
            with told("What was derived before stays; run it again to go on."):
                for _ in reparse(versions, write=write, processes=settings.IMPORT_PROCESSES, report=report):
                    self.stderr.write(f"{report.looked_at:,} of {total:,} versions", ending="\r")
        except Stopped as fault:
            self._tell(report, write)
            raise CommandError(str(fault), returncode=1 if write and report.changed else 2) from None
        self._tell(report, write)
        sys.exit(1 if report.refused else 0)

    def _collection(self, slug):
        if found := Collection.objects.filter(slug=slug).first():
            return found
        known = ", ".join(Collection.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(
            f"There is no collection {slug!r} (known: {known}). Nothing was looked at.", returncode=2
        )

    def _cable(self, written):
        for mrn in filter(None, [canonical_mrn(written), written.lower()]):
            if cable := Cable.objects.numbered(mrn):
                return cable
        raise CommandError(
            f"No cable here has the number {written!r}. Nothing was looked at; give year, post and serial.",
            returncode=2,
        )

    def _tell(self, report: Report, write: bool) -> None:
        if report.looked_at:
            self.stderr.write("")  # after the line that counts
        for name, count in report.fields.most_common():
            examples = ", ".join(report.examples[name])
            self.stdout.write(f"{count:>9,}  {WORDS.get(name, name.replace('_', ' '))}  ({examples})")
        if report.waiting:
            verb = "wait" if write else "would wait"
            self.stdout.write(
                f"With something withheld, so that they {verb} until a reviewer has placed the decisions "
                f"again: {_named(report.waiting)}."
            )
        for mrn in report.refused:
            self.stderr.write(
                f"The database did not take {mrn}; it is as it was. Run it again, or report it."
            )
        changed = "changed" if write else "would change"
        self.stdout.write(
            f"{report.looked_at:,} versions looked at: {report.changed:,} {changed}, "
            f"{report.looked_at - report.changed - len(report.refused):,} did not, "
            f"{len(report.waiting):,} cables wait."
        )
        if not write and (report.changed or report.waiting):
            self.stdout.write("Nothing was written. Add --write to write it.")


def _named(numbers):
    more = len(numbers) - MOST_NAMED
    return ", ".join(numbers[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
