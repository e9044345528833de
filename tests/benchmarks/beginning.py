"""Django in another process, before anything is imported there that needs it."""

import os


def begin(data: str) -> None:
    """`data` is the folder of the site's data."""
    os.environ |= {"DATA_DIR": data}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readingroom.settings")
    import django

    django.setup()
