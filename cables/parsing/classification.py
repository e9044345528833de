"""The levels and the captions: how secret a telegram is, and who may see it.

Authorities: 5 FAH-2 (captions), 32 CFR 2001 (levels and portion marks), markings.csv (their spellings).
"""

from __future__ import annotations

import re

# Code of a portion → the cable's classification as the archive names it.
CLASSIFICATION_OF = {
    "U": "UNCLASSIFIED",
    "SBU": "SBU",
    "LOU": "LOU",
    "C": "CONFIDENTIAL",
    "S": "SECRET",
    "TS": "TOP SECRET",
}
LEVEL_OF = {classification: code for code, classification in CLASSIFICATION_OF.items()}
RANK = {"U": 0, "SBU": 1, "LOU": 1, "C": 2, "S": 3, "TS": 4}


def _spaced(word: str) -> str:
    """The expression for a word whose letters may stand apart, one or two spaces between."""
    return r" {0,2}".join(re.escape(letter) for letter in word if letter != " ")


# Longest first: UNCLASSIFIED before UNCLAS, SENSITIVE BUT UNCLASSIFIED before both.
SPELLINGS = (
    ("SENSITIVE BUT UNCLASSIFIED", "SBU"),
    ("SENSITIVE BUT UNCLAS", "SBU"),
    ("LIMITED OFFICIAL USE", "LOU"),
    ("LIM OFF USE", "LOU"),
    ("LIMOFFUSE", "LOU"),
    ("UNCLASSIFIED", "U"),
    ("UNCLASSIF", "U"),
    ("UNCLASS", "U"),
    ("UNCLAS", "U"),
    ("CONFIDENTIAL", "C"),
    ("TOP SECRET", "TS"),
    ("SECRET", "S"),
    ("LOU", "LOU"),
    ("SBU", "SBU"),
)
LEVEL = re.compile("|".join(f"({_spaced(spelling)})(?![A-Za-z])" for spelling, _ in SPELLINGS), re.I)
# The first two characters of a level, its letters together or apart, in any case.
BEGINNINGS = frozenset(
    form
    for spelling, _ in SPELLINGS
    for two in (spelling[:2], f"{spelling[0]} ")
    for form in (two, two.lower(), two.capitalize())
)
FULL_NAMES = {"UNCLASSIFIED": "U", "CONFIDENTIAL": "C", "SECRET": "S", "TOPSECRET": "TS"} | {
    "LIMITEDOFFICIALUSE": "LOU",
    "SENSITIVEBUTUNCLASSIFIED": "SBU",
}

CAPTIONS = (
    "SIPDIS NOFORN ORCON EXDIS NODIS STADIS LIMDIS TERREP EFTO FOUO AIDAC NOCONTRACT RELIDO PROPIN"
    " IMCON WNINTEL SPECAT NIACT SENSITIVE CHEROKEE NOTAL FGI LES"
).split()
# Captions of several words, as they are written and as they are kept.
PHRASES = {
    "NO FOREIGN DISSEM": "NOFORN",
    "NO FOREIGN DISSEMINATION": "NOFORN",
    "NO FOREIGN DISTRIBUTION": "NOFORN",
    "NOT RELEASABLE TO FOREIGN NATIONALS": "NOFORN",
    "NOFORN DISSEM": "NOFORN",
    "NO DISSEM ABROAD": "NO DISSEM ABROAD",
    "FOR OFFICIAL USE ONLY": "FOUO",
    "SENSITIVE BUT UNCLASSIFIED": "SENSITIVE",
    "EYES ONLY": "EYES ONLY",
    "ROGER CHANNEL": "ROGER CHANNEL",
    "DISSENT CHANNEL": "DISSENT CHANNEL",
    "AGREMENT CHANNEL": "AGREMENT CHANNEL",
    "GRIEVANCE CHANNEL": "GRIEVANCE CHANNEL",
    "MED CHANNEL": "MED CHANNEL",
    "DS CHANNEL": "DS CHANNEL",
    "SY CHANNEL": "SY CHANNEL",
    "SPECAT EXCLUSIVE": "SPECAT EXCLUSIVE",
    "OFFICIAL INFORMAL": "OFFICIAL INFORMAL",
    "INFORM CONSULS": "INFORM CONSULS",
    "VISAS VIPER": "VISAS VIPER",
    "STATE DISTRIBUTION ONLY": "STADIS",
    "LIMITED DISTRIBUTION": "LIMDIS",
    "EXCLUSIVE DISTRIBUTION": "EXDIS",
    "E.F.T.O": "EFTO",
    "EX DIS": "EXDIS",
    "LIM DIS": "LIMDIS",
    "NO DIS": "NODIS",
    "NO FORN": "NOFORN",
    "CORRECTED COPY": "CORRECTED COPY",
    "C O R R E C T E D C O P Y": "CORRECTED COPY",
    "POSS DUPE": "POSS DUPE",
    "SUSPECTED DUPLICATE": "SUSPECTED DUPLICATE",
    "ROGER": "ROGER",
    "DISSENT": "DISSENT",
    "ONLY": "ONLY",
    "CODEL": "CODEL",
}
PHRASE_BEGINNINGS = frozenset(phrase.split()[0] for phrase in PHRASES)
SEPARATORS = re.compile(r"[\s/,;]+")
CORRECTED_COPY = re.compile(r"^(?:C O R R E C T E D|CORRECTED) ?(?:C O P Y|COPY)")
# Those that say who may see a telegram: captions even where a line says more (`EXDIS FOR THE SECRETARY`).
LIMITING = frozenset("NODIS EXDIS LIMDIS STADIS NOFORN CHEROKEE EFTO ONLY".split()) | {
    "EYES ONLY",
    "ROGER CHANNEL",
    "DISSENT CHANNEL",
    "AGREMENT CHANNEL",
}
SPACED_CAPTION = {name: name for name in CAPTIONS} | {
    "EYESONLY": "EYES ONLY",
    "CORRECTEDCOPY": "CORRECTED COPY",
    "INFORMCONSULS": "INFORM CONSULS",
}


def level_at_start(words: str) -> tuple[str, int] | None:
    """The level that a line begins with, and where the rest of the line begins."""
    match = LEVEL.match(words) if words[:2] in BEGINNINGS else None
    if match is None or match.lastindex is None:
        return None
    return SPELLINGS[match.lastindex - 1][1], match.end()


NAMES_OF_LENGTH = {
    size: [name for name in FULL_NAMES if len(name) == size] for size in set(map(len, FULL_NAMES))
}
MOST_LETTERS = 44  # of a banner: signs, ` SUSPECTED DUPLICATE` and stray points included
NO_LETTER = re.compile(r"[^A-Za-z*#]")


def is_banner(words: str) -> bool:
    """A level alone on a line, one or two letters of it perhaps garbled, as pages carry it head and foot."""
    if words in FULL_NAMES:
        return True
    if words[-2:].islower() and " " in words:
        return False  # a sentence
    words = words.removesuffix(" POSS DUPE").removesuffix(" SUSPECTED DUPLICATE")
    compact = NO_LETTER.sub("", words).upper() if len(words) <= 60 else ""
    half = compact[: len(compact) // 2]  # the foot of one page and the head of the next on one line
    if compact in FULL_NAMES or (half in FULL_NAMES and compact == half * 2):
        return True
    return any(is_garbled(compact, name) for name in NAMES_OF_LENGTH.get(len(compact), ()))


def is_garbled(seen: str, name: str) -> bool:
    """True for a name of a level with a letter or two exchanged; both of one length."""
    wrong = sum(a != b for a, b in zip(seen, name, strict=True))
    return wrong <= (2 if len(name) >= 10 else 1)


def with_captions(level: str, captions: tuple[str, ...]) -> str:
    """The level with its captions known: UNCLAS with SENSITIVE or FOUO is sensitive but unclassified
    (12 FAM 540)."""
    return "SBU" if level == "U" and {"SENSITIVE", "FOUO", "SBU"} & set(captions) else level


def captions_in(words: str) -> tuple[tuple[str, ...], str]:
    """The captions that stand in a line, in order, and what is left of the line without them."""
    if not words:
        return (), ""
    found: list[str] = []
    left: list[str] = []
    tokens = [token for token in SEPARATORS.split(words.upper()) if token]
    at = 0
    while at < len(tokens):
        taken = _caption_at(tokens, at, found)
        if not taken:
            left.append(tokens[at])
        at += taken or 1
    return tuple(dict.fromkeys(found)), " ".join(left)


def _caption_at(tokens: list[str], at: int, found: list[str]) -> int:
    """How many tokens a caption takes at this place; it is added to `found`."""
    token = tokens[at].strip(".-:()")
    for size in range(min(8, len(tokens) - at), 0, -1) if token in PHRASE_BEGINNINGS else ():
        name = PHRASES.get(" ".join(tokens[at : at + size]).strip(".-:()"))
        if name:
            found.append(name)
            return size
    if token in SPACED_CAPTION:
        found.append(SPACED_CAPTION[token])
        return 1
    if token in {"REL", "RELTO"}:
        return _release_to(tokens, at, found)
    return _spaced_caption(tokens, at, found) if len(tokens[at]) == 1 else 0


def _release_to(tokens: list[str], at: int, found: list[str]) -> int:
    end = at + 1
    if end < len(tokens) and tokens[end] == "TO":
        end += 1
    countries = []
    while end < len(tokens) and re.fullmatch(r"[A-Z]{3,4}|AND", tokens[end]):
        if tokens[end] != "AND":
            countries.append(tokens[end])
        end += 1
    if not countries:
        return 0
    found.append("REL TO " + ", ".join(countries))
    return end - at


def _spaced_caption(tokens: list[str], at: int, found: list[str]) -> int:
    """`N O F O R N`: single letters that spell a caption."""
    letters = ""
    for end in range(at, min(at + 14, len(tokens))):
        if len(tokens[end]) != 1:
            return 0
        letters += tokens[end]
        if letters in SPACED_CAPTION:
            found.append(SPACED_CAPTION[letters])
            return end + 1 - at
    return 0


def caption_line(words: str) -> tuple[str, ...]:
    """The captions of a line that holds nothing else but rules and brackets; empty for any other line."""
    if len(words) > 120:
        return ()
    found, left = captions_in(re.sub(r"[/*_=]{3,}", " ", words))
    return found if not left.strip("/-*.:()") else ()


def captions_among(words: str) -> tuple[str, ...]:
    """The captions that limit who sees a telegram, in a line for somebody's attention."""
    if len(words) > 120 or words.upper() != words:
        return ()
    return tuple(caption for caption in captions_in(words)[0] if caption in LIMITING)
