from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cables.backup.public_copy import NoCopy, write_public_copy
from cables.models import Cable, CableVersion, Collection, PublicNote, WithheldCable


class Command(BaseCommand):
    help = "Write a copy of the site that holds only what every visitor may read, as one SQLite file."

    def add_arguments(self, parser):
        parser.add_argument("--public", metavar="FILE", type=Path, help="the file to be made")

    def handle(self, *, public, **options):
        if public is None:
            raise CommandError(
                "Only the public copy is made here: manage.py backup --public FILE. For a private backup, "
                "with withheld texts and accounts, use the database's own tools: sqlite3's .backup or "
                "PostgreSQL's pg_dump. docs/deploying.md says how."
            )
        try:
            counts = write_public_copy(public)
        except NoCopy as reason:
            raise CommandError(str(reason)) from None

        def told(model, one, many):
            n = counts[model._meta.db_table]
            return f"{n:,} {one if n == 1 else many}"

        counts[Cable._meta.db_table] -= counts[WithheldCable._meta.db_table]
        self.stdout.write(
            f"{public} holds {told(Cable, 'cable', 'cables')} "
            f"in {told(CableVersion, 'version', 'versions')}, "
            f"{told(WithheldCable, 'number of a withheld cable', 'numbers of withheld cables')}, "
            f"{told(PublicNote, 'note', 'notes')} for all readers "
            f"and {told(Collection, 'collection', 'collections')}. It was read again and is whole: "
            "nothing withheld or held, no account, no decision and no history is in it."
        )
