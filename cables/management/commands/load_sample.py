from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from cables.importing.load import Outcome
from cables.importing.sample import load_sample


class Command(BaseCommand):
    help = "Load the invented sample collection, marked as fiction on every page."

    def handle(self, **options):
        results = list(load_sample())
        counts = Counter(result.outcome for result in results)
        refused = [result for result in results if result.outcome == Outcome.REFUSED]
        if refused:
            raise CommandError(f"{refused[0].file}: {refused[0].message}")
        self.stdout.write(
            f"Sample collection: {_counted(counts[Outcome.NEW], 'new cable')}, "
            f"{_counted(counts[Outcome.NEW_VERSION], 'new version')}, "
            f"{counts[Outcome.UNCHANGED]} already here."
        )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
