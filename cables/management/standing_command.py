from django.core.management.base import BaseCommand, CommandError

from cables.models import Collection


def collection_of(slug: str) -> Collection:
    try:
        return Collection.objects.get(slug=slug)
    except Collection.DoesNotExist:
        known = ", ".join(Collection.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(
            f"There is no collection {slug!r} (known: {known}). Nothing was changed."
        ) from None


class StandingCommand(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG", help="of the collection")
