from django.core.management import call_command
from django.core.management.base import BaseCommand

from cables.importing.sample import is_wanted
from cables.search.generations import PUBLIC, home


class Command(BaseCommand):
    help = (
        "Make the site ready to start: database, reference tables, sample collection (once), static files, "
        "and the search index where there is none."
    )

    def add_arguments(self, parser):
        parser.add_argument("--without-index", action="store_true", help="the tables answer searches, slower")

    def handle(self, without_index, **options):
        say = self.stdout.write
        say("Bringing the database up to date …")
        call_command("migrate", verbosity=0)
        call_command("load_reference", stdout=self.stdout)
        if is_wanted():
            call_command("load_sample", stdout=self.stdout)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not without_index and home(PUBLIC).ask() is None:
            call_command("rebuild_search_index", stdout=self.stdout)
        say("Ready.")
