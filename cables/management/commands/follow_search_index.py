import logging

from django.core.management.base import BaseCommand

from cables.jobs import indexing
from cables.jobs.priority import behind_pages


class Command(BaseCommand):
    help = "Keep the search index of this machine up to date; runs beside the site until it is stopped."

    def add_arguments(self, parser):
        kinds = sorted(indexing.SOURCES)
        parser.add_argument("--index", choices=kinds, help="only this one; without it all")

    def handle(self, index, **options):
        behind_pages()
        logging.basicConfig(level=logging.INFO, format="%(message)s")  # what it does is said too
        indexing.run([index] if index else list(indexing.SOURCES))
