"""`python -m tests.parsing.changes REV [--show]`: what parses otherwise than with the parser of a revision.

Both parsers read the sample, the real telegrams and the seed, as `python -m cables.parsing` prints them;
their fields are compared one by one. `--show` prints what each changed field was and is.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from tests.parsing import corpus
from tests.places import PROJECT

PARSER = ("cables/__init__.py", "cables/parsing", "cables/reference")  # all that it needs
# `python -m cables.parsing` for one file after another, a record separator behind each.
EACH = """import sys
from cables.parsing.__main__ import main
for name in sys.argv[1:]:
    main([name])
    sys.stdout.buffer.write(bytes([30]))
"""
WIDEST = 300  # characters of a value that are shown
NOTHING = "nothing"
Changes = dict[str, list[tuple[str, Any, Any]]]  # field → (the cable, its value before, after)


def files() -> list[Path]:
    sample = sorted((PROJECT / "cables" / "sample").glob("*.txt"))
    real = [*sorted(corpus.NARA.glob("*.txt")), corpus.SEED]
    return [*sample, *(path for path in real if path.exists())]


def unpack(revision: str, repository: Path, folder: Path) -> None:
    """The parser of a revision. Raises CalledProcessError where git knows no such revision."""
    command = ["git", "-C", str(repository), "archive", revision, *PARSER]
    archive = subprocess.run(command, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)


def parsed(folder: Path, texts: Sequence[Path]) -> list[list[dict[str, Any]]]:
    """For each file its cables, as the parser in the folder prints them."""
    command = [sys.executable, "-c", EACH, *(str(path.resolve()) for path in texts)]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True)
    printed = done.stdout.split(bytes([30]))[: len(texts)]
    return [[json.loads(line) for line in lines.splitlines()] for lines in printed]


def compare(old: Path, new: Path, texts: Sequence[Path]) -> tuple[int, Changes]:
    """(how many cables were compared, what changed); a file with more or fewer cables changed in `cables`."""
    changes: Changes = {}
    count = 0
    with ThreadPoolExecutor() as pool:
        both = pool.map(lambda folder: parsed(folder, texts), (old, new))
    for file, was, now in zip(texts, *both, strict=True):
        count += len(now)
        if len(was) != len(now):
            changes.setdefault("cables", []).append((file.stem, len(was), len(now)))
            continue
        for one, other in zip(was, now, strict=True):
            for field in dict.fromkeys([*other, *one]):
                pair = (one.get(field, NOTHING), other.get(field, NOTHING))
                if pair[0] != pair[1]:
                    changes.setdefault(field, []).append((file.stem, *pair))
    return count, changes


def differences(before: Any, after: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(path, before, after) of the innermost values that differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            if before.get(key) != after.get(key):
                yield from differences(before.get(key), after.get(key), f"{path}.{key}")
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, path)
    else:
        yield path, before, after


def _of_lists(before: list, after: list, path: str) -> Iterator[tuple[str, Any, Any]]:
    same = SequenceMatcher(None, *([json.dumps(item) for item in items] for items in (before, after)))
    for kind, first, last, begin, end in same.get_opcodes():
        if kind == "replace" and last - first == end - begin:
            for n, (one, other) in enumerate(zip(before[first:last], after[begin:end], strict=True)):
                yield from differences(one, other, f"{path}[{begin + n}]")
        elif kind != "equal":
            yield f"{path}[{begin}:{end}]", before[first:last], after[begin:end]


def report(count: int, changes: Changes, show: bool) -> Iterator[str]:
    if not changes:
        yield f"All {count} cables parse as before."
        return
    yield f"{'field':<22} changed, of {count} cables"
    for field, found in changes.items():
        yield f"{field:<22} {len(found)}"
        for name, before, after in found if show else ():
            for path, one, other in differences(before, after, field):
                yield f"    {name} {path}: {_short(one)} → {_short(other)}"


def _short(value: Any) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= WIDEST else f"{written[:WIDEST]}…"


def main(arguments: Sequence[str], repository: Path = PROJECT) -> int:
    reader = argparse.ArgumentParser(
        prog="python -m tests.parsing.changes", description="What parses otherwise."
    )
    reader.add_argument("revision", help="a revision of git, with whose parser this one is compared")
    reader.add_argument("--show", action="store_true", help="print what each changed field was and is")
    asked = reader.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="parser-before-") as folder:
        try:
            unpack(asked.revision, repository, Path(folder))
        except subprocess.CalledProcessError as error:
            sys.stderr.write(f"git has no parser for {asked.revision}: {error.stderr.decode().strip()}\n")
            return 2
        print("\n".join(report(*compare(Path(folder), repository, files()), asked.show)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
