from django.core.management.base import BaseCommand

from cables.importing.reference import load_reference


class Command(BaseCommand):
    help = "Copy the reference tables (TAGS, posts, markings and so on) from their files into the database."

    def handle(self, **options):
        counts = load_reference()
        self.stdout.write("Reference tables: " + ", ".join(f"{n} {name}" for name, n in counts.items()) + ".")
