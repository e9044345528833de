"""What a site leaves behind: its public tables, dumps and backups, its cache, its files, its logs."""

from __future__ import annotations

import os
import pickle
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.proofs.addresses import Addresses
from tests.proofs.sweep import WORD
from tests.proofs.world import World
from tests.reviewing.acts import PUBLIC_MODELS

READERS_OF_ALL = ("reviewer", "release officer")


class Trace(NamedTuple):
    """`staff` says that it is for people who may know of cables that nobody acknowledges."""

    where: str
    content: bytes
    staff: bool = True


def visit(world: World, addresses: Addresses, *, long: bool = False) -> int:
    """Reviewers and staff read every page, and what that leaves stays. How many answers there were.

    Who reads all is answered two values of each placeholder, everybody else only where it is `long`.
    """
    asked = 0
    for role, user in world.people().items():
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        for example in addresses.examples:
            reads_all = role in READERS_OF_ALL
            if reads_all or not example.address.startswith("/review/"):
                for address in example.filled(world.names)[: 2 if reads_all or long else 1]:
                    words = set(WORD.findall(address.upper()))
                    if not world.canaries.kept.keys() & words:  # else the log names what was asked
                        client.get(address)
                        asked += 1
    return asked


def traces(folder: Path, logged: list[str]) -> Iterator[Trace]:
    """Everything but the restricted tables and the database file, which holds them."""
    yield from _tables()
    labels = [model._meta.label for model in PUBLIC_MODELS]
    told = StringIO()
    call_command("dumpdata", *labels, stdout=told)
    yield Trace("dumpdata of the public tables", told.getvalue().encode())
    if connection.vendor == "postgresql":
        yield Trace("pg_dump of the public schema", _pg_dump())
    backup = folder / "public.sqlite3"
    call_command("backup", public=backup, stdout=StringIO())
    yield Trace("the public backup", backup.read_bytes(), staff=False)
    for session in Session.objects.all():
        yield Trace("a session", repr(session.get_decoded()).encode())
    yield Trace("the cache", pickle.dumps(dict(getattr(cache, "_cache", {}))))
    yield Trace("the log", "\n".join(logged).encode())
    for path in sorted(Path(settings.DATA_DIR).rglob("*")):
        if path.is_file() and "sqlite3" not in path.name:
            yield Trace(str(path), path.read_bytes())


def _tables() -> Iterator[Trace]:
    """Each table that is not restricted, whosever it is, every column as it is kept."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("restricted_"):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows = ("\t".join(map(_written, row)) for row in cursor)
                yield Trace(f"the table {table}", "\n".join(rows).encode())


def _written(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def _pg_dump() -> bytes:
    names = {
        "HOST": "PGHOST",
        "PORT": "PGPORT",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "NAME": "PGDATABASE",
    }
    facts = connection.settings_dict
    environment = os.environ | {name: str(facts[key]) for key, name in names.items() if facts.get(key)}
    command = ["pg_dump", "--schema=public", "--inserts"]
    return subprocess.run(command, env=environment, check=True, capture_output=True).stdout


def found_in(world: World, folder: Path, logged: list[str]) -> tuple[list[str], int]:
    """What is left of withheld text, as sentences, and how many bytes were looked at."""
    watches = {staff: world.watch(staff=staff) for staff in (True, False)}
    faults, size = [], 0
    for trace in traces(folder, logged):
        size += len(trace.content)
        faults += [f"{trace.where}: {fault}" for fault in watches[trace.staff].look_at_bytes(trace.content)]
    return faults, size
