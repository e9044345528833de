"""The declassified telegrams beside the checkout: read, never copied into it."""

import json
import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
NARA = SHARED / "corpus" / "nara"
ATTRIBUTES = SHARED / "corpus" / "nara-attributes.json"
SEED = SHARED / "seed" / "09STATE95585.txt"


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def attributes() -> dict[str, dict[str, str]]:
    """NARA's own attributes by document number; empty where the collection is not here."""
    return json.loads(ATTRIBUTES.read_text(encoding="utf-8")) if ATTRIBUTES.exists() else {}


def needs(path: Path):
    """A mark for tests that read the collection: they may be left out only on a machine of one's own."""
    absent = not path.exists() and not os.environ.get("CI")
    return pytest.mark.skipif(absent, reason=f"{path.name} is not beside the checkout.")
