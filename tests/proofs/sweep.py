"""The canary sweep: every address of the site, asked by everybody who reads no withheld text.

Whatever comes back (body, headers, cookies, redirects, error pages, what was logged meanwhile) is
searched for every canary. A canary in the address itself must answer as a word that is nowhere does.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

from django.core.handlers.base import BaseHandler

from tests.proofs.addresses import SIGN_IN, Addresses
from tests.proofs.canaries import LENGTH, LETTERS, Watch
from tests.proofs.visiting import Visitor, answer, body_of, headers_of
from tests.proofs.world import World

WITHOUT_REVIEW = ("anonymous", "signed in", "importer", "administrator", "superuser")
"""Who reads no withheld text. The superuser is one because Django's own checks let him everywhere."""
STAFF = {"importer", "administrator", "superuser"}
METHODS = ("GET", "POST")
OF_THE_WORD = {"ETag", "Content-Length"}
"""Headers that differ where a page repeats what was asked."""
WORD = re.compile(f"[{LETTERS}]{{{LENGTH}}}", re.IGNORECASE)


WITH_EVERY_METHOD = ("anonymous", "importer")
"""In the short form the others only read: what else they are answered stands in the matrix."""


@dataclass
class Swept:
    faults: dict[str, None] = field(default_factory=dict)
    answers: int = 0
    beacons: set[str] = field(default_factory=set)  # those that an anonymous reader was shown

    def add(self, address: str, role: str, faults: Sequence[str]) -> None:
        self.faults |= dict.fromkeys(f"{address} as {role}: {fault}" for fault in faults)


def sweep(
    world: World,
    addresses: Addresses,
    visitors: Mapping[str, Visitor],
    *,
    searched: int,
    values: int | None = None,
) -> Swept:
    """By those of the visitors who read no withheld text.

    `searched` canaries, chosen by chance, are searched for. `values` bounds how many values of a
    placeholder are asked for, but for what an anonymous reader may read: that is asked for whole.
    """
    swept = Swept(dict.fromkeys(addresses.problems()))
    for role in filter(visitors.__contains__, WITHOUT_REVIEW):
        watch = world.watch(staff=role in STAFF)
        asker = Asker(world, visitors[role], watch, swept)
        for example in addresses.examples:
            filled = example.filled(world.names)
            is_read = role == "anonymous" and addresses.answers[example.answers]["GET"][role] != SIGN_IN
            for n, address in enumerate(filled if is_read else filled[:values]):
                is_example = n == 0 and role in WITH_EVERY_METHOD
                for method in METHODS if is_example or values is None else METHODS[:1]:
                    asker.ask(address, method)
        if role == "anonymous":
            asker.search(world.secrets.sample(sorted(world.canaries.kept), searched))
    missed = set(world.beacons.kept) - swept.beacons
    swept.faults |= dict.fromkeys(
        f"No reader was shown {world.beacons.kept[word].place} ({word}), which is public: the sweep is blind."
        for word in sorted(missed)
    )
    return swept


class Asker:
    """Asks as one visitor, and looks at all that comes of it."""

    def __init__(self, world: World, visitor: Visitor, watch: Watch, swept: Swept) -> None:
        self.world, self.visitor, self.watch, self.swept = world, visitor, watch, swept

    def ask(self, address: str, method: str = "GET") -> None:
        role, world = self.visitor.role, self.world
        with listening() as logged:
            response = self.visitor.ask(address, method)
        self.swept.answers += 1
        texts = [headers_of(response), body_of(response), *logged]
        asked = [word for word in WORD.findall(address) if word.upper() in world.canaries.kept]
        if asked and not (role in STAFF and any(world.canaries.kept[word.upper()].staff for word in asked)):
            other = address
            for word in asked:
                stranger = world.canaries.word()
                other = other.replace(word, stranger.lower() if word.islower() else stranger)
            if told(response, address) != told(self.visitor.ask(other, method), other):
                self.swept.add(f"{method} {address}", role, [f"answers otherwise than {other}"])
        for text in texts:
            self.swept.add(f"{method} {address}", role, self.watch.look(masked(text, asked)))
            if role == "anonymous":
                self.swept.beacons |= world.beacons.kept.keys() & set(WORD.findall(text))

    def search(self, words: Sequence[str]) -> None:
        """Each word finds what a word that is nowhere finds."""
        for pattern in ("/cables/?q={}", "/go/?q={}"):
            stranger = pattern.format(self.world.canaries.word())
            nothing = told(self.visitor.ask(stranger), stranger)
            for word in words:
                address = pattern.format(word)
                self.swept.answers += 1
                if told(self.visitor.ask(address), address) != nothing:
                    self.swept.add(
                        address, self.visitor.role, ["finds otherwise than a word that is nowhere"]
                    )


def told(response: object, address: str) -> tuple[int, str, str]:
    """What a visitor learns from an answer, the words he asked with masked."""
    status, headers, body = answer(response, besides=OF_THE_WORD)
    asked = WORD.findall(address)
    return status, masked(headers, asked), masked(body, asked)


def masked(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = re.sub(word, "•", text, flags=re.IGNORECASE)
    return text


@contextmanager
def listening() -> Iterator[list[str]]:
    """What anything logs meanwhile, tracebacks and all."""
    lines: list[str] = []
    ear = logging.Handler()
    ear.emit = lambda record: lines.append(ear.format(record))  # type: ignore[method-assign]
    root = logging.getLogger()
    root.addHandler(ear)
    try:
        yield lines
    finally:
        root.removeHandler(ear)


# --- Errors ---------------------------------------------------------------------------------------


class Broken(Exception):
    """Raised by a view that has done all its work."""


def break_views(world: World, addresses: Addresses, visitors: Mapping[str, Visitor]) -> Swept:
    """Every view fails once it has its answer in hand: everybody gets the same page, and nothing is logged
    but that it failed."""
    swept, watch = Swept(), world.watch(staff=False)
    with breaking():
        pages = {body_of(visitors["anonymous"].ask("/"))}
        for role, visitor in visitors.items():
            for example in addresses.examples:
                if not (filled := example.filled(world.names)):
                    continue
                with listening() as logged:
                    response = visitor.ask(filled[0])
                if response.status_code != 500:  # turned away before the view
                    continue
                swept.answers += 1
                if body_of(response) not in pages:
                    swept.add(filled[0], role, ["fails with a page of its own"])
                found = [fault for line in [headers_of(response), *logged] for fault in watch.look(line)]
                asked = {word.upper() for word in WORD.findall(filled[0])}
                swept.add(filled[0], role, [f for f in found if not any(word in f for word in asked)])
    return swept


@contextmanager
def breaking() -> Iterator[None]:
    resolve = BaseHandler.resolve_request

    def resolved(handler: BaseHandler, request: object) -> object:
        match = resolve(handler, request)
        view = match.func

        @functools.wraps(view)
        def broken(*args: object, **kwargs: object) -> None:
            response = view(*args, **kwargs)
            at_hand = body_of(response.render() if hasattr(response, "render") else response)
            raise Broken(f"with {len(at_hand) > 0} at hand")

        match.func = broken
        return match

    with patch.object(BaseHandler, "resolve_request", resolved):
        yield
