"""`make test`: the whole suite on SQLite, then on PostgreSQL, with plain words about what was left out.

Where CI=true nothing may be left out: a missing PostgreSQL, browser or collection of telegrams fails.
More words on the command line go to pytest.
"""

import os
import subprocess
import sys
import tempfile

import psycopg

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
IN_CI = os.environ.get("CI") == "true"


def run(engine: str, url: str) -> bool:
    print(f"\n== The suite on {engine}", flush=True)
    with tempfile.TemporaryDirectory(prefix="readingroom-test-") as data:
        # Settings of the shell must not reach the tests; `url` empty means SQLite under DATA_DIR.
        clean = {k: v for k, v in os.environ.items() if k not in {"SECRET_KEY", "ALLOWED_HOSTS", "DEBUG"}}
        environment = clean | {"DATA_DIR": data, "DATABASE_URL": url}
        command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        return subprocess.run(command, env=environment).returncode == 0


def postgres_answers() -> bool:
    try:
        psycopg.connect(POSTGRES_URL, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def main() -> int:
    passed = run("SQLite", "")
    if postgres_answers():
        passed = run("PostgreSQL", POSTGRES_URL) and passed
    else:
        print(f"\nLeft out: the suite on PostgreSQL, because none answers at {POSTGRES_URL}.")
        print("Start one, or name yours in TEST_POSTGRES_URL.")
        passed = passed and not IN_CI
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
