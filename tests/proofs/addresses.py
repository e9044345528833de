"""Every address of the resolver, and what addresses.toml says of each."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, get_resolver

FILE = Path(__file__).with_name("addresses.toml")
NAME = "tests/proofs/addresses.toml"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ROLES = ("anonymous", "signed in", "importer", "reviewer", "release officer", "administrator")
SIGN_IN = "sign-in"
"""In the table: a redirect to the page where one signs in."""

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
OF_A_LIST = re.compile(r"\$(\w+)")
Answers = Mapping[str, Mapping[str, str]]  # method → role → status as written


@dataclass(frozen=True, slots=True)
class Example:
    """`template` is what is asked, with placeholders; `answers` names a table of the file."""

    address: str
    template: str
    answers: str

    def filled(self, names: Mapping[str, Sequence[str]]) -> list[str]:
        """Every way to fill it; several placeholders are filled in step."""
        wanted = list(dict.fromkeys(PLACEHOLDER.findall(self.template)))
        if not wanted:
            return [self.template]
        rows = zip(*(names[name] for name in wanted), strict=False)
        return [_with(self.template, dict(zip(wanted, row, strict=True))) for row in rows]


def _with(template: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: values[found[1]], template)


@dataclass(frozen=True, slots=True)
class Addresses:
    examples: tuple[Example, ...]
    answers: Mapping[str, Answers]

    def of(self, address: str) -> list[Example]:
        return [example for example in self.examples if example.address == address]

    def only(self, *addresses: str) -> Addresses:
        chosen = tuple(example for example in self.examples if example.address in addresses)
        return dataclasses.replace(self, examples=chosen)

    def problems(self, resolver: Any = None) -> list[str]:
        """What the file lacks, as sentences."""
        known = {example.address for example in self.examples}
        there = {address for address, _ in in_resolver(resolver)}
        found = [
            f"{address} has no example: nobody knows whether it leaks. "
            f'Add a table ["{address}"] to {NAME}, with addresses to ask and what answers.'
            for address in sorted(there - known)
        ]
        found += [
            f"{address} stands in {NAME} and not in the resolver. Take it out."
            for address in sorted(known - there)
        ]
        for example in self.examples:
            if example.answers not in self.answers:
                found.append(f"[answers] of {NAME} has no “{example.answers}”, as {example.address} answers.")
        for table, methods in self.answers.items():
            for method in METHODS:
                if missing := [role for role in ROLES if role not in methods.get(method, {})]:
                    found.append(f"“{table}” of {NAME} has no status of {method} for {', '.join(missing)}.")
        return list(dict.fromkeys(found))


def read(file: Path = FILE) -> Addresses:
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    lists, answers = said.pop("lists"), said.pop("answers")
    examples = []
    for address, table in said.items():
        named = OF_A_LIST.search(address)
        for word in lists[named[1]] if named else [""]:
            for name, templates in table.items():
                examples += [Example(_of(word, address), _of(word, t), name) for t in templates]
    return Addresses(tuple(examples), {name: _table(text) for name, text in answers.items()})


def _of(word: str, text: str) -> str:
    return OF_A_LIST.sub(word, text)


def _table(text: str) -> Answers:
    """Columns stand in the order of ROLES; a line begins with its methods."""
    rows: dict[str, dict[str, str]] = {}
    for line in filter(str.strip, text.splitlines()):
        named, *statuses = line.split()
        for method in METHODS if named in ("every", "others") else named.split(","):
            rows.setdefault(method, dict(zip(ROLES, statuses, strict=False)))
    return rows


# --- The resolver ---------------------------------------------------------------------------------


def in_resolver(resolver: Any = None, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address as docs/reading.md writes it, `/cables/<mrn>/`, with its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + _written(str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            yield from in_resolver(pattern, address)
        else:
            yield address, pattern


def _written(route: str) -> str:
    route = re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", route)
    return re.sub(r"\(\?P(<\w+>)[^()]*\)", r"\1", route).lstrip("^").rstrip("$").replace("\\.", ".")
