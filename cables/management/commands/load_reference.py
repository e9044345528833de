from django.core.management.base import BaseCommand

from cables.importing.reference import load_reference

NAMED = {"routing": "routing indicators", "glossary": "glossary terms"}


class Command(BaseCommand):
    help = "Copy the reference tables (TAGS, posts, markings and so on) from their files into the database."

    def handle(self, **options):
        counts = load_reference()
        told = ", ".join(f"{n:,} {NAMED.get(table, table)}" for table, n in counts.items())
        self.stdout.write(f"Reference tables: {told}.")
