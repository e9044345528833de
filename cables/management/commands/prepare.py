from django.core.management import call_command
from django.core.management.base import BaseCommand

from cables.importing.sample import is_wanted


class Command(BaseCommand):
    help = "Make the site ready to start: database, reference tables, sample collection (once), static files."

    def handle(self, verbosity=1, **options):
        say = self.stdout.write
        say("Bringing the database up to date …")
        call_command("migrate", verbosity=0)
        call_command("load_reference", stdout=self.stdout)
        if is_wanted():
            call_command("load_sample", stdout=self.stdout)
        call_command("collectstatic", interactive=False, verbosity=0)
        say("Ready.")
