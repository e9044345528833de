# `make serve` and `make test` are all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PORT

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev serve test lint bench torture

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.runs ## Make .venv and install what the site needs to run

setup-dev: .venv/.tests ## The same, and what the tests and linters need

.venv/bin/python:
	@echo "Making .venv with $$($(PYTHON) --version) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with make PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.runs: requirements.txt | .venv/bin/python
	@echo "Installing requirements.txt …"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.tests: requirements-dev.txt requirements.txt | .venv/bin/python
	@echo "Installing requirements-dev.txt …"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/.runs

serve: setup ## Start the site at http://127.0.0.1:8000 (PORT=… for another port)
	@$(BIN)/python manage.py prepare
	@echo "The reading room is at http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"
	@exec $(BIN)/honcho start

test: setup-dev ## Run every test, on SQLite and on PostgreSQL
	@$(BIN)/python -m tests

lint: setup-dev ## Check format, lint, types, templates and migrations
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/mypy
	@$(BIN)/python manage.py makemigrations --check --dry-run

bench: setup-dev ## Measure the hot paths; figures go to docs/performance.md
	@$(BIN)/python -m tests.benchmarks

torture: setup-dev ## The long fault runs
	@$(BIN)/python -m tests.torture
