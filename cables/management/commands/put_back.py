from django.core.management.base import CommandError

from cables.management.standing_command import StandingCommand, collection_of
from cables.models import CableVersion
from cables.reviewing.refusals import Refused
from cables.reviewing.standing import put_back, work_off


class Command(StandingCommand):
    help = "Put back a collection that was taken down, as the decisions about its cables allow now."

    def handle(self, slug, **options):
        collection = collection_of(slug)
        try:
            put_back(collection, None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        settled = sum(work_off(collection))
        shown = CableVersion.objects.released().filter(collection=collection).count()
        self.stdout.write(
            f"{settled:,} versions were settled. {shown:,} cables of {collection} are public again."
        )
