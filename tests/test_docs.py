"""Docs as tests: what is not written down fails."""

import ast
import re

import pytest
from django.urls import get_resolver

from tests.places import PROJECT

DOCS = PROJECT / "docs"
PAGES = sorted([PROJECT / "README.md", PROJECT / "CHANGELOG.md", *DOCS.rglob("*.md")])


def text(name: str) -> str:
    return (DOCS / name).read_text()


def test_every_setting_is_in_the_table_of_deploying():
    source = "".join((PROJECT / name).read_text() for name in ("readingroom/settings.py", "tests/engines.py"))
    read = set(re.findall(r'(?:environ\.get\(|_words\()"(\w+)"', source)) - {"CI"}
    assert {"SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "DATA_DIR", "DATABASE_URL", "REDIS_URL"} <= read
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", text("deploying.md"), re.M))
    assert documented == read | {"PORT"}


def test_every_make_target_is_documented_and_helped():
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.M))
    helped = set(re.findall(r"^([a-z-]+):.*## ", (PROJECT / "Makefile").read_text(), re.M))
    documented = set(re.findall(r"`make ([a-z-]+)`", text("deploying.md")))
    assert targets == helped == documented


def test_every_command_is_documented():
    folder = PROJECT / "cables" / "management" / "commands"
    commands = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    pages = text("importing.md") + text("accounts.md") + text("deploying.md")
    documented = set(re.findall(r"manage\.py (\w+)", pages))
    assert commands <= documented


def test_every_option_of_the_importer_is_documented():
    from cables.management.commands.import_cables import Command

    parser = Command().create_parser("manage.py", "import_cables")
    own = {o for action in parser._actions for o in action.option_strings if o.startswith("--")}
    django = {"--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback"}
    django |= {"--no-color", "--force-color", "--skip-checks"}
    assert own - django == set(re.findall(r"^\| `(--[a-z-]+)", text("importing.md"), re.M))


def test_every_refusal_is_explained():
    """Each sentence that staff may read, up to its first number or name, stands in the table of messages."""
    documented = " ".join(text("importing.md").split())
    found = 0
    for module in (
        "importing/sources/archives.py",
        "importing/sources/files.py",
        "importing/sources/records.py",
        "importing/sources/problems.py",
        "importing/sources/rows.py",
        "importing/chunks.py",
        "importing/faults.py",
        "importing/load.py",
        "importing/batches.py",
        "importing/ledger.py",
        "importing/reading.py",
        "importing/undoing.py",
        "jobs/receiving.py",
        "jobs/records.py",
        "parsing/decoding.py",
    ):
        tree = ast.parse((PROJECT / "cables" / module).read_text())
        docstrings = {
            ast.get_docstring(node, clean=False)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        }
        strings = {
            n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
        for sentence in strings - docstrings:
            if re.match(r"(The|This|There|It|An?|Somebody|Two|Nothing|Undoing|What) \w+ ", sentence):
                found += 1
                opening = re.split(r"[.(:]", sentence)[0].strip()
                assert opening in documented, opening
    assert found >= 28


def test_every_address_is_documented():
    documented = text("reading.md") + text("reviewing.md")
    for pattern in get_resolver().url_patterns:
        for route in [pattern] if not hasattr(pattern, "url_patterns") else pattern.url_patterns:
            if hasattr(pattern, "app_name") and pattern.app_name == "admin":
                continue
            address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(route.pattern))
            assert f"`{address}`" in documented, (
                f"{address} is in neither docs/reading.md nor docs/reviewing.md"
            )


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(PROJECT)))
def test_links_and_pictures_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
