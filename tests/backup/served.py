"""`python -m tests.backup.served ADDRESS…`: what a site started on DATABASE_URL answers, as JSON."""

import json
import sys

import django
from django.test import Client, override_settings
from django.test.utils import setup_test_environment

PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def answers(addresses):
    client = Client()
    found = {}
    for address in addresses:
        response = client.get(address)
        found[address] = [response.status_code, response.get("Location", ""), response.content.decode()]
    return found


if __name__ == "__main__":
    django.setup()
    setup_test_environment(debug=False)
    with override_settings(STORAGES=PLAIN):
        json.dump(answers(sys.argv[1:]), sys.stdout)
