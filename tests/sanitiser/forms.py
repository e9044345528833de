"""The attack forms of attacks.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FAMILIES = (
    *("script", "handlers", "schemes", "scheme-digits", "invisible", "formaction", "mutation"),
    *("css", "meta", "clobbering", "encodings", "size"),
)


@dataclass(frozen=True, slots=True)
class Form:
    family: str
    label: str
    source: str

    def __str__(self) -> str:
        return f"{self.family}: {self.label}"


def forms() -> list[Form]:
    file = tomllib.loads(Path(__file__).with_name("attacks.toml").read_text())
    return [
        Form(family, entry["label"], entry["source"] * entry.get("times", 1))
        for family in FAMILIES
        for entry in file.pop(family)
    ]
