import time

from django.core.management.base import BaseCommand, CommandError

from cables.jobs import indexing
from cables.jobs.priority import behind_pages
from cables.search.building import Building
from cables.search.generations import PUBLIC, Taken, home

EVERY = 5  # seconds between two words about how far it is


class Command(BaseCommand):
    help = "Build the search index anew beside the one that is asked, and use it then. The site goes on."

    def add_arguments(self, parser):
        parser.add_argument("--index", choices=sorted(indexing.SOURCES), default=PUBLIC)

    def handle(self, index, **options):
        behind_pages()
        try:
            self._build(index)
        except Taken as taken:
            raise CommandError(f"{taken} Wait for it: it builds what you want.") from None
        except (OSError, ValueError, RuntimeError) as error:
            where = home(index).path
            raise CommandError(
                f"The index could not be written in {where} ({error}). The one before, if there was one, is "
                "asked still. Make room, or see that this account may write there, and run it again."
            ) from None

    def _build(self, index):
        began = said = time.monotonic()
        with Building(home(index), indexing.SOURCES[index]()) as building:
            while building.step():
                if time.monotonic() - said > EVERY:
                    said = time.monotonic()
                    self.stdout.write(f"{building.done:,} cables …")
            building.finish()
        seconds = time.monotonic() - began
        self.stdout.write(
            f"The {index} index was built anew: {building.done:,} cables in {seconds:.1f} seconds, "
            f"{building.changed:,} changes meanwhile. It is {building.folder.name}."
        )
