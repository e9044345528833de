"""Docs as tests: what is not written down fails."""

import re

import pytest
from django.urls import get_resolver

from tests.conftest import PROJECT

DOCS = PROJECT / "docs"
PAGES = sorted([PROJECT / "README.md", PROJECT / "CHANGELOG.md", *DOCS.rglob("*.md")])


def text(name: str) -> str:
    return (DOCS / name).read_text()


def test_every_setting_is_in_the_table_of_deploying():
    source = "".join(
        (PROJECT / name).read_text() for name in ("readingroom/settings.py", "tests/__main__.py")
    )
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
    documented = set(re.findall(r"manage\.py (\w+)", text("importing.md")))
    assert commands <= documented


def test_every_option_of_the_importer_is_documented():
    from cables.management.commands.import_cables import Command

    parser = Command().create_parser("manage.py", "import_cables")
    own = {o for action in parser._actions for o in action.option_strings if o.startswith("--")}
    django = {"--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback"}
    django |= {"--no-color", "--force-color", "--skip-checks"}
    assert own - django == set(re.findall(r"^\| `(--[a-z-]+)", text("importing.md"), re.M))


def test_every_refusal_is_explained():
    from cables.importing import sources

    documented = text("importing.md")
    source = (PROJECT / "cables/importing/sources.py").read_text()
    openings = re.findall(r'"((?:The|This|There)[\w ]+)', source)
    assert len(openings) >= 6
    for opening in openings:
        assert opening.rstrip() in documented, opening
    assert sources.NOT_A_CABLE.split(".")[0] in documented


def test_every_address_is_documented():
    documented = text("reading.md")
    for pattern in get_resolver().url_patterns:
        for route in [pattern] if not hasattr(pattern, "url_patterns") else pattern.url_patterns:
            if hasattr(pattern, "app_name") and pattern.app_name == "admin":
                continue
            address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(route.pattern))
            assert f"`{address}`" in documented, f"{address} is not in docs/reading.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(PROJECT)))
def test_links_and_pictures_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
