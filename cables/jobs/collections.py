"""Taking a collection down and putting it back: the verb at once, its long part by the worker."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cables.jobs.tasks import work_on_collection
from cables.models import Collection
from cables.reviewing import standing


@transaction.atomic
def take_down(collection: Collection, reason: str, by: Any) -> int:
    hidden = standing.take_down(collection, reason, by)
    work_on_collection.enqueue(collection.pk)
    return hidden


@transaction.atomic
def put_back(collection: Collection, by: Any) -> None:
    standing.put_back(collection, by)
    work_on_collection.enqueue(collection.pk)
