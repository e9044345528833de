"""`python -m cables.parsing [FILE|-]`: JSON Lines, one object per cable of the file."""

import json
import sys
from pathlib import Path

from cables.parsing import as_json, parse_cable, split_cables
from cables.parsing.decoding import Undecodable, decode

UNREADABLE = 2


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def main(arguments: list[str]) -> int:
    name = arguments[0] if arguments else "-"
    if len(arguments) > 1 or name in ("-h", "--help"):
        _say("Usage: python -m cables.parsing [FILE|-]")
        return 0 if name in ("-h", "--help") else UNREADABLE
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        text, _ = decode(data)
    except OSError as error:
        _say(f"{name} cannot be read: {error.strerror}.")
        return UNREADABLE
    except Undecodable as error:
        _say(f"{name} cannot be read: {error}")
        return UNREADABLE
    for start, end in split_cables(text):
        line = json.dumps(as_json(parse_cable(text[start:end])), ensure_ascii=False)
        sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
