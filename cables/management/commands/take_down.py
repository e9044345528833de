from django.core.management.base import CommandError

from cables.management.standing_command import StandingCommand, collection_of
from cables.reviewing.refusals import Refused
from cables.reviewing.standing import take_down, work_off


class Command(StandingCommand):
    help = "Take a collection down: readers see nothing of it then, and its text leaves the public rows."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--reason", required=True, help="why, for the staff who come after you")

    def handle(self, slug, reason, **options):
        collection = collection_of(slug)
        try:
            hidden = take_down(collection, reason, None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"{hidden:,} cables are gone from every page; clearing what is left of their text …"
        )
        cleared = sum(work_off(collection))
        self.stdout.write(f"{cleared:,} versions are cleared. {collection} is down.")
