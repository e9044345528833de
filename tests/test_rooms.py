"""The rooms of the house and who may import whom: left never imports right."""

import ast
from pathlib import Path

import pytest

from tests.places import PROJECT

ROOMS = [
    ["cables.reference"],
    ["cables.parsing", "cables.inventing"],
    ["cables.visibility", "cables.sanitise"],
    ["cables.models"],
    ["cables.projection"],
    ["cables.search"],
    ["cables.importing", "cables.reviewing", "cables.backup"],
    ["cables.jobs"],
    ["cables.presenters"],
    [
        *("cables.views", "cables.api", "cables.admin", "cables.feeds"),
        *("cables.exports", "cables.sitemaps", "cables.management"),
    ],
    ["cables.urls"],
    ["readingroom"],
]
LEVEL = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
EXEMPT = {"cables", "cables.apps", "cables.migrations"}
MODULES = sorted(path for top in ("cables", "readingroom") for path in (PROJECT / top).rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "common", "signals", "misc"}


def name_of(path: Path) -> str:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str | None:
    return next((room for room in LEVEL if module == room or module.startswith(room + ".")), None)


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_imports_nothing_to_its_right(path):
    module = name_of(path)
    room = room_of(module)
    if room is None:
        assert any(module == exempt or module.startswith(exempt + ".") for exempt in EXEMPT), (
            f"{module} stands in no room of tests/test_rooms.py"
        )
        return
    for imported in imports_of(path):
        other = room_of(imported)
        if other is not None and other != room:
            assert LEVEL[other] < LEVEL[room], f"{module} imports {imported}, which stands to its right"


def test_the_whole_text_is_asked_for_by_reviewers_alone():
    """Who names the full index, and who what finds in it. The views of reviewers refuse all others."""
    namers = {name_of(path) for path in MODULES if "cables.search.generations.FULL" in imports_of(path)}
    assert namers == {"cables.reviewing.searching", "cables.jobs.indexing"}
    finders = {name_of(path) for path in MODULES if "cables.reviewing.searching" in imports_of(path)}
    assert finders == {"cables.presenters.review_search", "cables.views.review.search"}


@pytest.mark.parametrize(
    "path", [p for p in MODULES if "parsing" in p.parts or "reference" in p.parts], ids=name_of
)
def test_parser_needs_the_standard_library_only(path):
    import sys

    for imported in imports_of(path):
        top = imported.split(".")[0]
        allowed = top in sys.stdlib_module_names or imported.startswith(
            ("cables.parsing", "cables.reference")
        )
        assert allowed or imported == "cables", f"{name_of(path)} imports {imported}"


def test_no_room_for_odds_and_ends():
    assert not [path for path in MODULES if FORBIDDEN_NAMES & set(path.with_suffix("").parts)]


def test_top_level_holds_what_the_owner_fixed():
    import subprocess

    tracked = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True)
    top = {line.split("/")[0] for line in tracked.stdout.splitlines()}
    fixed = {"manage.py", "requirements.txt", "readingroom", "cables", "templates", "static", "tests"}
    expected = {"README.md", "CHANGELOG.md", "pyproject.toml", "Makefile", "docs", ".ci", ".gitignore"}
    expected |= {"requirements-dev.txt", "Procfile", "SECURITY.md", "LICENSE"}
    assert fixed <= top <= fixed | expected
