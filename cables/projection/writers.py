"""Who writes while others write: those who change many cables take turns, the others wait for a row."""

from __future__ import annotations

import functools
import logging
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from cables.models import Cable, CableVersion, Collection

log = logging.getLogger(__name__)
LOCK = 20_090_918
"""Any number that no other advisory lock of this database has."""

IN_THE_WAY = ("40001", "40P01")
"""PostgreSQL's codes of two transactions each of which waits for the other: it ended one, and kept nothing
of it."""

TRIES = 3
P = ParamSpec("P")
T = TypeVar("T")


def wait_for_other_writers() -> None:
    """Until the transaction ends, nobody else imports, takes an import back or a collection down. SQLite has
    one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def keep_standing(cable: Cable) -> None:
    """Until the transaction ends, nobody takes down or puts back a collection of the cable's versions; but
    others may keep them too.

    A lock for one at a time would let an import, which changes many cables of a collection, and a
    reviewer, who has locked one of these, wait for each other.
    """
    if connection.vendor == "postgresql":
        collections, versions = Collection._meta.db_table, CableVersion._meta.db_table
        of_versions = f"SELECT collection_id FROM {versions} WHERE cable_id = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {collections} WHERE id IN ({of_versions}) ORDER BY id FOR SHARE",  # noqa: S608
                [cable.pk],
            )


def one_transaction(act: Callable[P, T]) -> Callable[P, T]:
    """Do it whole or not at all; and again, where the database ended it because another was in its way."""

    @functools.wraps(act)
    def do(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(TRIES - 1):
            try:
                with transaction.atomic():
                    return act(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) not in IN_THE_WAY:
                    raise
                log.warning("Another transaction was in the way of %s; trying again", act.__name__)
                time.sleep(random.uniform(0.02, 0.1))  # noqa: S311 - so that they do not meet again
        with transaction.atomic():
            return act(*args, **kwargs)

    return do
