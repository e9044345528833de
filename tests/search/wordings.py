"""Texts and queries in which words are written in every way that the index takes for one."""

from hypothesis import strategies as st

WORDS = (
    *(
        "harbor",
        "harbors",
        "Harbour",
        "HARBORS",
        "policy",
        "policies",
        "hoping",
        "hope",
        "hop",
        "tying",
        "tie",
    ),
    *("U.S.", "US", "us", "u.s", "U.S.S.R.", "USSR", "U. S.", "O'Brien", "O’Brien", "OBrien", "obrien's"),
    *("1,000", "1000", "1,00", "10,000,000", "10000000", "Al-Qaida", "AlQaida", "al qaida", "al", "qaida"),
    *(
        "F-16",
        "F16",
        "f 16",
        "F",
        "16",
        "Müller",
        "Mu\u0308ller",
        "muller",
        "São",
        "sao",
        "ﬁnance",
        "finance",
    ),
    *(
        "zero\u200bwidth",
        "zerowidth",
        "co\u00adoperate",
        "cooperate",
        "Straße",
        "strasse",
        "İstanbul",
        "ΟΔΟΣ",
    ),
    *(
        "москва",
        "北京",
        "नमस्ते",
        "שלום",
        "ﷺ",
        "½",
        "²",
        "1️⃣",
        "🚢",
        "👩‍👩‍👧",
        "e\u0301",
        "z\u0337",
        "x" * 90,
        "09STATE95585",
    ),
)
BETWEEN = (
    " ",
    "\n",
    ", ",
    ". ",
    "-",
    "--",
    "/",
    "'",
    "’",
    ".",
    ",",
    "_",
    "\u200b",
    "\u202e",
    " (",
    ") ",
    "",
    "\u0301",
    "…",
)

_PIECES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BETWEEN)), max_size=12)
TEXTS = st.one_of(
    _PIECES.map(lambda pieces: "".join(map("".join, pieces))),
    st.text(max_size=60),
    st.text("a.'’,1S -x", max_size=40),
)
"""Of a paragraph."""

_WORD = st.one_of(st.sampled_from(WORDS), st.text(max_size=8))
QUERIES = st.lists(
    st.one_of(
        _WORD,
        _WORD.map(lambda word: f"{word[:4]}*"),
        st.lists(_WORD, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
        st.tuples(_WORD, _WORD).map(lambda words: f"{words[0]} OR {words[1]}"),
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
"""As a reader may type them; without any word left out."""
