"""Texts to measure on: the sample, and the real telegrams where they are; cables/inventing makes others."""

from tests.places import PROJECT, SHARED


def sample() -> list[str]:
    return [file.read_text() for file in sorted((PROJECT / "cables" / "sample").glob("*.txt"))]


def real() -> list[str]:
    """The 45 declassified telegrams and the seed."""
    files = [*(SHARED / "corpus" / "nara").glob("*.txt"), *(SHARED / "seed").glob("*.txt")]
    return [file.read_text(encoding="utf-8") for file in sorted(files)]
