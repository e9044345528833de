from django.core.management.base import BaseCommand

from cables.jobs import worker
from cables.jobs.priority import behind_pages


class Command(BaseCommand):
    help = "Do in the background what staff ask for on their pages: previews, imports, taking imports back."

    def add_arguments(self, parser):
        parser.add_argument(
            "--until-empty", action="store_true", help="end when nothing is left to do, as for a cron job"
        )

    def handle(self, until_empty, **options):
        behind_pages()
        worker.run(until_empty)
