"""Pages: whole requests through every middleware; floor: the page that asks the database nothing."""

from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cables.importing.reference import load_reference
from cables.models import CableVersion
from cables.search.generations import PUBLIC, home
from cables.visibility import Role
from tests.benchmarks.timing import median_of
from tests.indexes import build

BUDGETS = {
    "/": 10,
    "/cables/": 14,
    "/cables/?q=harbour+council": 14,
    "/cables/?tag=PREL&classification=CONFIDENTIAL&sort=-cited": 14,
    "/cables/{mrn}/": 13,
    "/cables/{mrn}/source/": 12,
    "/cables/{mrn}/history/": 9,
    "/tags/": 8,
    "/tags/PREL/": 14,
    "/posts/": 8,
    "/posts/ZENDA/": 15,
}


OF_STAFF = {
    "/admin/cables/tag/unknown/": 9,
    "/admin/cables/post/unknown/": 9,
    "/admin/cables/cable/": 16,
    "/admin/cables/cable/?o=-3": 16,
    "/admin/cables/cable/?collection={collection}": 16,
    "/admin/cables/cableversion/": 16,
    "/admin/cables/paragraph/?q=harbour": 16,
}


def run(short: bool) -> None:
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    load_reference()
    if home(PUBLIC).ask() is None:
        build()
    client = Client()
    mrn = CableVersion.objects.released().order_by("-pk")[1].cable.mrn
    times = 3 if short else 15
    _connecting(times)
    floor = median_of(times, lambda: client.get("/about/nothing-here/"))
    held = CableVersion.objects.released().count()
    print(f"  with {held:,} cables; floor {floor * 1000:.1f} ms (an address that does not exist)")
    staff = Client()
    staff.force_login(_importer())
    collection = CableVersion.objects.released().order_by("-pk")[0].collection_id
    pages = [(client, *page) for page in BUDGETS.items()] + [(staff, *page) for page in OF_STAFF.items()]
    for client, address, budget in pages:
        address = address.format(mrn=mrn, collection=collection)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        asked = len(queries)  # now: the next request empties the log
        assert response.status_code == 200, f"{address} answered {response.status_code}"
        milliseconds = median_of(times, lambda client=client, address=address: client.get(address)) * 1000
        print(
            f"  {address}: {milliseconds:.1f} ms, {asked} queries (of {budget}), "
            f"{len(response.content) / 1024:.0f} kB"
        )
        assert 0 < asked <= budget, f"{address} asked {asked} queries; its budget is {budget}"


def _connecting(times: int) -> None:
    """What a site would pay for each request that did not find its thread's connection still open."""
    if connection.vendor != "sqlite":
        return

    def ask() -> None:
        CableVersion.objects.filter(pk=0).exists()

    def ask_anew() -> None:
        connection.close()
        ask()

    ask()
    kept, anew = median_of(times, ask) * 1000, median_of(times, ask_anew) * 1000
    print(f"  a question: {kept:.2f} ms over a connection that is kept, {anew:.2f} ms over a new one")


def _importer() -> User:
    importer, _ = User.objects.get_or_create(username="importer", is_staff=True)
    importer.groups.set(Group.objects.filter(name=Role.IMPORTER))
    return importer
