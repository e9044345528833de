"""The sample collection: invented cables in the true format, so that a new site is worth a look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cables.importing.batches import import_paths
from cables.importing.load import Result
from cables.importing.reference import load_reference
from cables.models import Collection, ImportBatch

FOLDER = Path(__file__).parent.parent / "sample"
SLUG = "sample"


def is_wanted() -> bool:
    """Only a site without any collection gets the sample, or one on which loading it was cut off.

    So a sample that staff took away does not come back at the next start.
    """
    batches = ImportBatch.objects.filter(collection__slug=SLUG)
    cut_off = batches.exists() and not batches.filter(finished_at__isnull=False).exists()
    return cut_off or not Collection.objects.exists()


def load_sample() -> Iterator[Result]:
    load_reference(extra=FOLDER)
    collection, _ = Collection.objects.get_or_create(
        slug=SLUG,
        defaults={
            "name": "Ruritanian sample",
            "description": (
                "Invented telegrams between invented places, in the true format of 1974 to 2009: made "
                "to show how the reading room works. None of it happened."
            ),
            "legal_status": "Fiction, written for this project. Free to copy.",
            "notice": "Fictional sample",
        },
    )
    # By stem, so that 08ZENDA455.corrected comes after 08ZENDA455, as it was received.
    yield from import_paths(sorted(FOLDER.glob("*.txt"), key=lambda file: file.stem), collection)
