"""Cases kept as data: label, comment, input, expected. A known failure carries its reason."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, Any]]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def cases(name: str) -> Any:
    """A parametrize mark over one file of cases; a case with `fails` is expected to, for that reason."""
    return pytest.mark.parametrize(
        ("given", "expected"),
        [
            pytest.param(
                row["input"],
                row["expected"],
                id=row["label"],
                marks=[pytest.mark.xfail(reason=row["fails"], strict=True)] if "fails" in row else [],
            )
            for row in rows(name)
        ],
    )
