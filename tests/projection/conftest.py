"""The people and the importer of the tests of reviewing: what they decide is projected here."""

from tests.reviewing.conftest import import_text, officer, reviewer

__all__ = ["import_text", "officer", "reviewer"]
