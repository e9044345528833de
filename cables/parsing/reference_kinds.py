"""What a reference is that is no numbered telegram: an e-mail, a call, a report, a book, an airgram."""

from __future__ import annotations

import re

from cables.parsing.dtg import GROUP

KINDS = (
    ("email", re.compile(r"\bE[- ]?MAILS?\b|\b[\w.]{1,64}@[\w.]{1,64}\b", re.IGNORECASE)),
    (
        "telcon",
        re.compile(
            r"\bTELE?CONS?\b|\bTELECONS?\b|\bTELEPHONE\b|\bTELCALL\b|\bPHONE\b|\bPHONCONS?\b|\bFONE?CONS?\b"
            r"|(?<!MEMORANDUM OF )(?<!MEMO OF )(?<!MEMORANDA OF )\bCONVERSATIONS?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "book",
        re.compile(
            r"\b\d{1,2} ?(?:FAM|FAH)\b|\b(?:FAM|FAH)\b|\b\d{1,3} ?(?:CFR|USC|U\.S\.C)\b"
            r"|\bINA (?:SECTION|SEC|\d)|\bFOREIGN AFFAIRS (?:MANUAL|HANDBOOK)\b|\bDSSR\b",
            re.IGNORECASE,
        ),
    ),
    ("airgram", re.compile(r"(?:^|\s)A(?:-|- | )?\d{1,5}\b|\bAIRGRAMS?\b|\bREFAIRS?\b", re.IGNORECASE)),
    (
        "report",
        re.compile(
            r"\bIIRS?\b|\bIR \d \d{3}\b|\bCERP\b|\bT[DF]X?[ -]?\d|\bTDX?\b[ -]|\bTDCS\b|\bOSC\b|\bFBIS\b"
            r"|\b[A-Z]{3}20\d{6,14}\b"
            r"|\b(?:GMP|CEP|EUP|LAP|KPP|SAP|AFP|IAP|JPP|CPP|SEP|FEA|FBIS)\d|\bINTELLIGENCE\b|\bSPOTREPS?\b"
            r"|\bINTSUMS?\b",
            re.IGNORECASE,
        ),
    ),
)
# All words of three letters or more that tell a kind where each stands alone before a number, as a post does.
ALONE = frozenset(
    "EMAIL EMAILS TELCON TELCONS TELECON TELECONS TELEPHONE TELCALL PHONE PHONCON PHONCONS FONCON FONCONS"
    " FONECON FONECONS CONVERSATION CONVERSATIONS FAM FAH CFR USC INA DSSR AIRGRAM AIRGRAMS REFAIR REFAIRS"
    " IIR IIRS CERP TDX TFX TDCS OSC FBIS INTELLIGENCE SPOTREP SPOTREPS INTSUM INTSUMS".split()
)
GROUP_WITHOUT_MONTH = re.compile(r"\b[0-3]\d[0-2]\d[0-5]\dZ\b")
# A reference that is no telegram and follows one: `STATE 1234 AND A-12`, `LIMA 44, SMITH/JONES TELCON`.
ANOTHER = re.compile(
    r"(?<=[\d)\]\"])\s{0,3}(?:, ?(?:AND )?|AND |& ?)(?=\s{0,3}(?:"
    r"(?:[A-Z]{3,12} ){0,2}A-\d|IIR |TDX?[ -]?\d|\d{1,2} FA[MH]\b|E-?MAILS?\b|TELE?CONS?\b"
    r"|(?:[A-Z][A-Z/.'-]{1,30} ){1,3}(?:TELE?CON|E-?MAIL|PHONCON|FONCON|LETTER|MEMO)))",
    re.IGNORECASE,
)


def kind_of(text: str) -> str | None:
    """`email`, `telcon`, `book`, `airgram` or `report` by its own words; None where none of them says so."""
    return next((kind for kind, expression in KINDS if expression.search(text)), None)


def kind_without_number(text: str) -> str:
    """The kind of a reference in which no number of a telegram was found."""
    upper = text.upper()
    is_group = GROUP.search(upper) or GROUP_WITHOUT_MONTH.search(upper)
    return kind_of(text) or ("dtg" if is_group else "other")
