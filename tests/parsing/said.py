"""What the parser may say: the codes of its findings and the reasons of its repairs, from its source."""

import ast
from collections.abc import Iterator

from cables.parsing import repairs
from tests.places import PROJECT

MODULES = sorted((PROJECT / "cables" / "parsing").glob("*.py"))


def finding_codes() -> set[str]:
    """The first argument of every `Finding(…)` and `self._find(…)`. A code that is no literal fails."""
    calls = (call for module in MODULES for call in _calls(ast.parse(module.read_text())))
    return {code for call in calls if (code := _literal(call))}


def repair_reasons() -> set[str]:
    """The strings of cables/parsing/repairs.py that are whole words: APOSTROPHE and its neighbours."""
    named = {value for name, value in vars(repairs).items() if name.isupper()}
    return {value for value in named if isinstance(value, str) and len(value) > 1}


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("Finding", "_find"):
                yield node


def _literal(call: ast.Call) -> str | None:
    """The code; None where `_find` hands its own argument on."""
    code = call.args[0]
    if isinstance(code, ast.Constant):
        return code.value
    assert isinstance(code, ast.Name), f"line {call.lineno}: the code of a finding is no literal"
    return None
