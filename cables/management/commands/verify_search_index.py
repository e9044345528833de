import sys

from django.core.management.base import BaseCommand

from cables.jobs import indexing
from cables.search.generations import PUBLIC, home
from cables.search.verifying import differences, facet_differences


class Command(BaseCommand):
    help = "Compare the search index with the tables, both ways. Exits with 1 where they differ."

    def add_arguments(self, parser):
        parser.add_argument("--index", choices=sorted(indexing.SOURCES), default=PUBLIC)
        parser.add_argument(
            "--sample", type=int, default=200, help="cables that are compared word by word (default: 200)"
        )

    def handle(self, index, sample, **options):
        place = home(index)
        found = list(differences(place, indexing.SOURCES[index](), sample))
        if index == PUBLIC and not found:
            found = list(facet_differences(place))
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            sys.exit(1)
        cables = place.ask().searcher.num_docs
        self.stdout.write(f"The {index} index holds what the tables say: {cables:,} cables.")
