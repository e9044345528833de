"""Where things stand. Nothing is imported, so that what runs from a shell may ask before Django is up."""

from pathlib import Path

PROJECT = Path(__file__).parent.parent
SHARED = PROJECT.parent / "shared"
"""The real telegrams, beside a checkout: no part of the project."""
