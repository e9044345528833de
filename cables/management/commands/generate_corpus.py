"""`manage.py generate_corpus N OUT`: telegrams enough to try a site's size before its own come in."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from cables.inventing import invented, write


class Command(BaseCommand):
    help = (
        "Write invented telegrams of realistic size, the same ones for the same seed, to try a site with. "
        "They are fiction: import them into a collection that says so."
    )

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, metavar="N", help="how many telegrams")
        parser.add_argument(
            "out", type=Path, metavar="OUT", help="a new folder, or a new file whose name ends in .csv"
        )
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="another seed, other telegrams")

    def handle(self, count, out, seed, **options):
        if count < 1:
            raise CommandError("N is the number of telegrams, 1 or more. Nothing was written.")
        if out.exists():
            raise CommandError(f"{out} is there already and was left as it is. Name a new file or folder.")
        sizes = write(invented(count, seed), out)
        try:
            total = sum(self._watched(sizes, count))
        except OSError as error:
            raise CommandError(f"Writing to {out} failed: {error.strerror}. It is not complete.") from None
        self.stdout.write(f"{count:,} telegrams of {total / count:,.0f} bytes in the mean are in {out}.")

    def _watched(self, sizes, count):
        """With a bar on a terminal."""
        if not self.stdout.isatty():
            return sizes
        return track(sizes, "Writing", count, console=Console(file=self.stdout._out), transient=True)
