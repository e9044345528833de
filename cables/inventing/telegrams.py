"""Whole telegrams, one at a time: 6.5 kB, 13 paragraphs, 5 tags and 2 references in the mean.

Seven in ten are of 1985 to 2009; the others of 1973 to 1979, in capitals and in pages. A telegram is made
from the seed and its place alone, but for its references, which name telegrams made before it: the first
thousand of a million are the thousand of a thousand.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from cables.inventing import modern, seventies
from cables.inventing.posts import posts, weights
from cables.inventing.settled import Invented, Settled

OLD = 0.3  # the share of the 1970s
REMEMBERED = 2000  # telegrams that a later one may cite
TRIES = 8  # for one of them that was sent before
NOT_HELD = 0.15  # of the references, at least


@dataclass(slots=True)
class _Written:
    """What later telegrams may cite, and how many a post has written on a day."""

    recent: list[tuple[dt.datetime, str]] = field(default_factory=list)
    of_a_day: Counter[tuple[str, dt.date]] = field(default_factory=Counter)

    def remember(self, n: int, number: tuple[dt.datetime, str]) -> None:
        if len(self.recent) < REMEMBERED:
            self.recent.append(number)
        else:
            self.recent[n % REMEMBERED] = number


def invented(count: int, seed: int = 1) -> Iterator[Invented]:
    """So many telegrams, the same for the same seed, each made when it is asked for."""
    written = _Written()
    for n in range(1, count + 1):
        dice = random.Random(f"{seed} {n}")  # noqa: S311 - the same each time is what is wanted
        is_old = dice.random() < OLD
        telegram = _settled(dice, n, range(1973, 1980) if is_old else range(1985, 2010), written)
        yield seventies.written(telegram) if is_old else modern.written(telegram)


def _settled(dice: random.Random, n: int, years: range, written: _Written) -> Settled:
    (post,) = dice.choices(posts(), cum_weights=weights())
    year = max(dice.choice(years), dice.choice(years))  # more of the later ones
    sent = dt.datetime(year, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=dice.randrange(365 * 24 * 60))
    written.of_a_day[post.code, sent.date()] += 1
    serial = sent.timetuple().tm_yday * 100 + written.of_a_day[post.code, sent.date()]
    cited = tuple(_cited(dice, written, sent) for _ in range(dice.choice((0, 1, 1, 2, 2, 2, 3, 5))))
    level = dice.choice("UUUCCCCCCS")
    written.remember(n, (sent, f"{sent:%y} {post.code} {serial}"))
    return Settled(dice, n, post, sent, serial, cited, level)


def _cited(dice: random.Random, written: _Written, sent: dt.datetime) -> str:
    """A telegram written before, else one of the Department's that nobody holds."""
    if written.recent and dice.random() > NOT_HELD:
        for when, number in dice.choices(written.recent, k=TRIES):
            if when < sent:
                return number
    return f"{sent:%y} STATE {dice.randint(1000, 250_000)}"
