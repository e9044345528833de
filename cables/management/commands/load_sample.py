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
            f"Sample collection: {counts[Outcome.NEW]} cables new, {counts[Outcome.NEW_VERSION]} new "
            f"versions, {counts[Outcome.UNCHANGED]} already here."
        )
