from django.core.management.base import BaseCommand, CommandError

from cables.projection.write_ahead_log import empty_wal


class Command(BaseCommand):
    help = "Empty SQLite's write-ahead log, where a withholding could not do so. Nothing on PostgreSQL."

    def handle(self, **options):
        if not empty_wal():
            raise CommandError(
                "The write-ahead log is still in use: another process is in the middle of reading. "
                "End what reads for long (a backup, a shell), and try again."
            )
        self.stdout.write("The write-ahead log is empty.")
