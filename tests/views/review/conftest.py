"""A cable in the house, and people signed in."""

import pytest
from django.test import Client

from tests.reviewing.conftest import (
    import_text,
    importer,
    officer,
    other_officer,
    other_reviewer,
    reviewer,
)
from tests.telegrams import telegram

__all__ = ["import_text", "importer", "officer", "other_officer", "other_reviewer", "reviewer"]

PARAGRAPHS = (
    "1. (U) The harbour master called. See paragraph 2.",
    "2. (C) The smuggler Rischenheim paid him, and paid again, as ZENDA 388 reports.",
    "3. (C) Comment: He asked for time. End comment.",
)


@pytest.fixture
def cable(import_text):
    return import_text(telegram(paragraphs=PARAGRAPHS))


@pytest.fixture
def as_(db):
    """A client signed in as a person."""

    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in
