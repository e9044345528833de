"""A migrated database for each of some thousand short runs: made once, then copied into memory."""

import os
import sqlite3
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """In place of pytest-django's, which migrates anew in every run."""
    from django.core.management import call_command
    from django.db import connection

    template = Path(os.environ["MUTATIONS_DATABASE"])
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = "file:memorydb_default?mode=memory&cache=shared"
        connection.ensure_connection()
        if template.exists():
            kept = sqlite3.connect(template)
            kept.backup(connection.connection)
        else:
            call_command("migrate", verbosity=0)
            kept = sqlite3.connect(template)
            connection.connection.backup(kept)
        kept.close()
