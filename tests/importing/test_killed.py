import os

from django.db import connection

from tests.importing.killing import survive

KILLS = int(os.environ.get("IMPORT_KILLS", "50"))


def test_importer_that_is_killed_leaves_whole_cables_and_goes_on(site_database, tmp_path):
    (tmp_path / "in").mkdir()
    survive(tmp_path / "in", url_of(site_database), KILLS)


def url_of(file) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{file}"
    settings = connection.settings_dict
    return f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
