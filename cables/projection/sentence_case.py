"""A subject in capitals, set for reading: only the case of letters ever changes.

The cable's own text is the evidence: a word that it writes in lower case goes lower, one that it
only ever writes with a capital in mid-sentence keeps that form. Where the text is in capitals too,
or there is none, the subject gets title case. Acronyms, posts, countries and months are known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from cables.projection.evidence import WORD, Evidence, in_capitals
from cables.reference import rows

MAX_SUBJECT = 2000

PIECE = re.compile(r"[^\W\d_]+|[\W\d_]")
ENDING = re.compile(r"(?i)(?:s|t|d|ll|re|ve|m)")
ROMAN = re.compile(r"(?:II|III|IV|VI|VII|VIII|IX|XI|XII|XIV|XV|XVI)")
ORDINAL = re.compile(r"(?:ST|ND|RD|TH)")
SMALL = frozenset(
    "a an and as at but by en for from if in into nor of off on onto or over per than the to up upon versus "
    "via vs with within without toward towards between after before under during against about amid among "
    "its his her their our".split()
)
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ALSO_WORDS = frozenset({"MAY", "MARCH"})
"""Months that are words as well: known as months only beside a number."""

COMMON = frozenset(
    "ALL ARE AS AT BIT CAN CLASS CODE COM DEMARCHE DO E FOR GO GREENS H ICE IN INTO IO IT L M MAP "
    "MISSION NAM NOT ON OR PACE PAN PARA P QUARTET R RE READOUT REPORT S SMART SO START T TIP TO WAS "
    "WHO WILL DE LA EL".split()
)
"""Acronyms of the tables that are ordinary words: capitals only if the text says so."""

ACRONYMS = frozenset(
    "US USG EU UN UK UAE USSR NATO EC EEC IAEA CSCE MBFR SALT OPEC ASEAN FM PM MP MPS MFA DOD AID TV "
    "II III GDP NGO HIV AIDS VIP AG CEO DC NY PR QC RFE RL OSCE PLO UNGA UNSC GATT COMECON FY CY CONUS "
    "HEU LEU CW BW CBM TNF INF SYG NPT CTBT START ICBM".split()
) - {"START", "AID", "AIDS"}
DEMONYMS = (
    "Afghan Albanian Algerian American Angolan Arab Argentine Armenian Asian Australian Austrian "
    "Azeri Baltic Bangladeshi Belarusian Belgian Bolivian Bosnian Brazilian British Bulgarian Burmese "
    "Cambodian Canadian Chilean Chinese Christian Colombian Congolese Croatian Cuban Cypriot Czech "
    "Danish Dutch Egyptian English Estonian Ethiopian European Finnish French Georgian German "
    "Ghanaian Greek Guatemalan Haitian Hungarian Icelandic Indian Indonesian Iranian Iraqi Irish "
    "Islamic Israeli Italian Japanese Jewish Jordanian Kazakh Kenyan Korean Kosovar Kurdish Kuwaiti "
    "Kyrgyz Latvian Lebanese Liberian Libyan Lithuanian Macedonian Malaysian Mexican Moldovan "
    "Mongolian Moroccan Muslim Nigerian Norwegian Pakistani Palestinian Peruvian Polish Portuguese "
    "Romanian Russian Rwandan Saudi Scottish Serbian Shia Slovak Slovenian Somali Soviet Spanish "
    "Sudanese Sunni Swedish Swiss Syrian Taiwanese Tajik Thai Tunisian Turkish Turkmen Ukrainian "
    "Uzbek Venezuelan Vietnamese Welsh Yemeni Yugoslav Zimbabwean Africa Asia Europe Balkans Caucasus "
    "Washington Kremlin Pentagon Congress".split()
)


def sentence_case(subject: str, body: Iterable[str] = (), names: Iterable[str] = ()) -> str:
    """The subject as a reader would write it; unchanged where it is not all in capitals.

    `body` are the texts of the paragraphs, `names` more places of one word that are known to be
    names. The result differs from the subject in case only.
    """
    if not in_capitals(subject) or len(subject) > MAX_SUBJECT:
        return subject
    evidence = Evidence(body)
    pieces = PIECE.findall(subject)
    known = _known_forms(pieces, names)
    cased = [
        _cased(pieces, at, known.get(at), evidence) if WORD.match(piece) else piece
        for at, piece in enumerate(pieces)
    ]
    result = "".join(_with_capitals_at_starts(cased))
    return result if len(result) == len(subject) and result.upper() == subject.upper() else subject


def _cased(pieces: list[str], at: int, known: str | None, evidence: Evidence) -> str:
    word = pieces[at]
    if not word.isupper():
        return word
    before = pieces[at - 1] if at else " "
    after = pieces[at + 1] if at + 1 < len(pieces) else " "
    if before in "'’" and at > 1 and pieces[at - 2].isalpha() and ENDING.fullmatch(word):
        return word.lower()
    if before.isdigit():
        return word.lower() if ORDINAL.fullmatch(word) else word
    if len(word) == 1 and (after == "." or before == "." or after == "-" or after.isdigit() or before == "&"):
        return word  # U.S., A-226, AT&T
    if known is not None:
        return known
    if (form := evidence.form(word)) is not None:
        return form
    if word in _acronyms() and word not in COMMON:
        return word
    if len(word) > 2 and word.endswith("S") and word[:-1] in _acronyms() and word[:-1] not in COMMON:
        return word[:-1] + "s"
    if (proper := _proper_words().get(word)) is not None:
        return proper
    if ROMAN.fullmatch(word) or (len(word) > 1 and not set(word) & set("AEIOUY") and word.isascii()):
        return word
    if evidence.speaks and not _is_irish_or_scottish(pieces, at):
        return word.lower()
    return _title(word)


def _is_irish_or_scottish(pieces: list[str], at: int) -> bool:
    """O'DONOHUE and MCELDOWNEY are names whatever the text says."""
    word = pieces[at]
    after_o = at > 1 and pieces[at - 1] in "'’" and pieces[at - 2] == "O"
    before_apostrophe = word == "O" and at + 1 < len(pieces) and pieces[at + 1] in "'’"
    return after_o or before_apostrophe or (word.startswith("MC") and len(word) > 4)


def _title(word: str) -> str:
    if word.lower() in SMALL:
        return word.lower()
    if word.startswith("MC") and len(word) > 4:
        return "Mc" + word[2:].capitalize()
    return word.capitalize()


def _with_capitals_at_starts(pieces: list[str]) -> list[str]:
    """The first word, and the first after a stop or colon and a space, begin with a capital."""
    opening = True
    for at, piece in enumerate(pieces):
        if WORD.match(piece):
            if opening and piece.islower():
                pieces[at] = piece[0].upper() + piece[1:]
            opening = False
        elif piece in ":.?!" and at + 1 < len(pieces) and pieces[at + 1].isspace():
            # `U.S. ` ends no sentence.
            opening = not (piece == "." and at > 0 and len(pieces[at - 1]) == 1)
        elif piece.isdigit():
            opening = False
    return pieces


def _known_forms(pieces: list[str], names: Iterable[str]) -> dict[int, str]:
    """Index of a piece → its form: months beside a number, names given, names of several words."""
    given = {form.upper(): form for name in names if WORD.fullmatch(name) for form in _with_people(name)}
    words = [at for at, piece in enumerate(pieces) if WORD.match(piece)]
    found: dict[int, str] = {}
    for number, at in enumerate(words):
        word = pieces[at]
        if word in ALSO_WORDS and _beside_number(pieces, at):
            found[at] = word.capitalize()
        if word in given:
            found[at] = given[word]
        for name in _names_of_several_words().get(word, ()):
            places = words[number : number + len(name)]
            if len(places) == len(name) and [pieces[p] for p in places] == [part.upper() for part in name]:
                found.update(zip(places, name, strict=True))
                break
    return found


def _beside_number(pieces: list[str], at: int) -> bool:
    around = [*reversed(pieces[max(at - 3, 0) : at]), *pieces[at + 1 : at + 3]]
    return any(piece.isdigit() for piece in around)


@cache
def _acronyms() -> frozenset[str]:
    """Terms whose expansion is other words than the term, organizations' tags, captions."""
    found = set(ACRONYMS)
    for row in rows("glossary"):
        term, expansion = row["term"], row["expansion"].upper()
        if WORD.fullmatch(term) and term.isupper() and not expansion.startswith(term[:4]):
            found.add(term)
    for row in rows("tags"):
        code, name = row["code"], row["name"]
        if row["kind"] == "organization" and WORD.fullmatch(code) and code not in name.upper().split():
            found.add(code)
    found |= {row["marking"] for row in rows("markings") if row["kind"] in {"caption", "control"}}
    return frozenset(found)


def _places_of_tables() -> Iterable[str]:
    for row in rows("posts"):
        yield from (row["city"], row["country"])
    for row in rows("tags"):
        if row["kind"] == "geo":
            yield row["name"].partition("(")[0].strip()


@cache
def _proper_words() -> dict[str, str]:
    """Upper case → form, for names of one word."""
    single = [place for place in _places_of_tables() if WORD.fullmatch(place)]
    months = [month for month in MONTHS if month.upper() not in ALSO_WORDS]
    people = [form for name in single for form in _with_people(name)]
    return {word.upper(): word for word in [*people, *DEMONYMS, *(d + "s" for d in DEMONYMS), *months, *DAYS]}


def _with_people(place: str) -> tuple[str, ...]:
    """Bolivia → also Bolivian, Bolivians."""
    return (place, place + "n", place + "ns") if place.endswith("a") else (place,)


@cache
def _names_of_several_words() -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word in upper case → names that begin with it, longest first, each as its words."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for place in _places_of_tables():
        parts = tuple(WORD.findall(place))
        if len(parts) > 1 and "," not in place:
            found[parts[0].upper()].add(parts)
    return {
        first: tuple(sorted(names, key=lambda name: (-len(name), name))) for first, names in found.items()
    }
