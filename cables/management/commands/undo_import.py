"""`manage.py undo_import N`: takes back what one import brought in."""

from django.core.management.base import BaseCommand, CommandError

from cables.importing.faults import Stopped
from cables.importing.undoing import Refused, undo
from cables.jobs.priority import behind_pages
from cables.models import ImportBatch


class Command(BaseCommand):
    help = (
        "Take back what an import brought in; the version before is shown again. "
        "Nothing is taken back where people have worked since."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, metavar="N", help="of the import, as the admin lists it")

    def handle(self, number, **options):
        behind_pages()
        batch = ImportBatch.objects.filter(pk=number).first()
        if batch is None:
            raise CommandError(f"There is no import {number}; the admin lists them. Nothing was undone.")
        try:
            gone = undo(batch)
        except Stopped as fault:
            raise CommandError(str(fault)) from None
        except Refused as refusal:
            for worked in refusal.worked:
                self.stderr.write(str(worked))
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{gone:,} versions that import {number} brought in are gone.")
