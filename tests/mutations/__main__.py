"""`python -m tests.mutations [module …]`: the code is changed in one place, and a test has to fail.

mutmut makes the changes, in a copy of the tree: none can land here. It is no part of
requirements-dev.txt; install `mutmut==3.8.1` first. Words name modules (`withholding sanitise`);
without any, all of TESTS are run. Every change that no test noticed is printed.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.places import PROJECT

NEAR = {
    "accounts": "roles",
    "audit": "audit",
    "roles": "roles",
    "codes": "codes",
    "refusals": "refusals",
    "full_text": "full_text",
    "correcting": "correcting dividing renumbering",
    "received": "dividing",
    "placing": "placing",
    "releasing": "releasing placing",
    "notes": "notes",
    "withholding": "withholding releasing placing",
}
TESTS = {
    "cables/visibility.py": ["tests/test_visibility.py"],
    "cables/sanitise.py": ["tests/test_sanitise.py"],
} | {
    f"cables/reviewing/{module}.py": [f"tests/reviewing/test_{name}.py" for name in names.split()]
    for module, names in NEAR.items()
}
"""What has to notice a change in which module. Few and near, so that a run takes seconds."""

LEFT_OUT = {".git", ".venv", "var", "staticfiles", "mutants", "__pycache__", ".hypothesis"}
NOT_RUN = "not race and not two_connections and not only_one_module_marks and not seconds_at_most"
"""Tests of time and of threads, and one that reads the source, which mutmut writes out many times over."""

KILLED, SURVIVED = {1, 3}, {0, 5, 33}
"""Exit codes of a run under a change. Any other is a run that did not end: noticed too."""


def copy(folder: Path) -> None:
    shutil.copytree(PROJECT, folder, ignore=lambda _, names: LEFT_OUT & set(names))
    for module in (folder / "cables" / "reviewing").glob("*.py"):
        module.write_text(undecorated(module.read_text()))
    with (folder / "tests" / "conftest.py").open("a") as conftest:
        conftest.write("\nfrom tests.mutations.database import django_db_setup  # noqa: E402, F401\n")


def undecorated(source: str) -> str:
    """With `f = atomic(f)` for `@atomic def f`: mutmut leaves out whatever has a decorator."""
    lines = source.split("\n")
    for node in reversed(ast.parse(source).body):
        if not isinstance(node, ast.FunctionDef):
            continue
        if [ast.unparse(decorator) for decorator in node.decorator_list] == ["transaction.atomic"]:
            lines.insert(node.end_lineno or 0, f"\n\n{node.name} = transaction.atomic({node.name})")
            del lines[node.decorator_list[0].lineno - 1]
    return "\n".join(lines)


def settings(module: str, others: list[str]) -> str:
    facts = {
        "source_paths": ["cables"],
        "only_mutate": [module],
        "also_copy": others,
        "track_dependencies": False,
        "pytest_add_cli_args": ["-p", "no:xdist", "-p", "no:cacheprovider", "-k", NOT_RUN],
        "pytest_add_cli_args_test_selection": TESTS[module],
    }
    return "\n[tool.mutmut]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in facts.items())


def measure(module: str, folder: Path) -> tuple[int, int]:
    """How many changes of how many were noticed; the others are printed."""
    shutil.rmtree(folder / "mutants", ignore_errors=True)
    others = [
        path.name for path in folder.iterdir() if path.name not in {"cables", "tests", "pyproject.toml"}
    ]
    (folder / "pyproject.toml").write_text(
        (PROJECT / "pyproject.toml").read_text() + settings(module, others)
    )
    environment = os.environ | {
        "DATA_DIR": str(folder.parent / "data"),
        "DATABASE_URL": "",
        "MUTATIONS_DATABASE": str(folder.parent / "template.sqlite3"),
    }
    mutmut = [sys.executable, "-m", "mutmut"]
    told = subprocess.run(
        [*mutmut, "run", "--max-children", "2"], cwd=folder, env=environment, capture_output=True, text=True
    )
    codes = json.loads((folder / "mutants" / f"{module}.meta").read_text())["exit_code_by_key"]
    if None in codes.values():
        sys.exit(f"{told.stdout[-3000:]}\n{told.stderr[-3000:]}\nmutmut did not run to its end.")
    survivors = [name for name, code in codes.items() if code in SURVIVED]
    print(f"{module}: {len(codes) - len(survivors)} of {len(codes)} killed", flush=True)
    for name in survivors:
        change = subprocess.run([*mutmut, "show", name], cwd=folder, capture_output=True, text=True).stdout
        print(f"  {name}")
        print("".join(f"    {line}\n" for line in change.splitlines() if line[:1] in {"-", "+"}), flush=True)
    return len(codes) - len(survivors), len(codes)


def main() -> None:
    asked = [module for module in TESTS if Path(module).stem in sys.argv[1:] or not sys.argv[1:]]
    with tempfile.TemporaryDirectory(prefix="mutations-") as place:
        folder = Path(place) / "tree"
        copy(folder)
        counts = [measure(module, folder) for module in asked]
    killed, made = (sum(column) for column in zip(*counts, strict=True))
    print(f"Killed {killed} of {made}.")


if __name__ == "__main__":
    main()
