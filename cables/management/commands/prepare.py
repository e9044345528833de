from django.core.management import call_command
from django.core.management.base import BaseCommand

from cables.importing.sample import is_wanted
from cables.models import CableVersion
from cables.search.generations import PUBLIC, home

FEW = 5_000  # cables, of which an index is built in seconds


class Command(BaseCommand):
    help = "Make the site ready to start: database, reference tables, sample (once), index, static files."

    def handle(self, **options):
        say = self.stdout.write
        say("Bringing the database up to date …")
        call_command("migrate", verbosity=0)
        call_command("load_reference", stdout=self.stdout)
        if is_wanted():
            call_command("load_sample", stdout=self.stdout)
        self._index()
        call_command("collectstatic", interactive=False, verbosity=0)
        say("Ready.")

    def _index(self):
        """So that the first page of a newcomer is answered by it."""
        if home(PUBLIC).ask():
            return
        if CableVersion.objects.released().count() <= FEW:
            call_command("rebuild_search_index", stdout=self.stdout)
        else:
            self.stdout.write(
                "There is no search index yet. manage.py follow_search_index builds it while the site runs; "
                "until then lists are read from the tables, which takes longer."
            )
