# All a newcomer needs: `make run` starts the demo, `make test` and `make check` tell whether a change holds.
# Needs Python 3.11 or newer (with venv) and make; cop_portal/bootstrap.py does the rest.

# Compiled modules are kept: without them each of the many processes compiles some 3,000 files anew.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
PORT ?= 8000
NODES ?= 1
SETUP = $(PYTHON) cop_portal/bootstrap.py
BIN = .venv/bin
PYTEST = $(BIN)/pytest tests -n auto --dist loadgroup
LOCK = $(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock"

SEARCH_SPEED = $(BIN)/python -m benchmarks.search_speed
LIBRARY_SPEED = $(BIN)/python -m benchmarks.library_speed

.PHONY: help run test test-all bench elasticsearch check messages lock clean environment python

help:
	@echo "make run        start the demo at http://127.0.0.1:8000 (PORT=… for another port)"
	@echo "make test       the tests that every change must pass, on SQLite and on PostgreSQL"
	@echo "make test-all   with the slow ones: fuzzing, killed processes, the accessibility grid (about an hour)"
	@echo "make bench      how fast search, library and pages are, beside the last run (fills databases under var/bench/)"
	@echo "make elasticsearch  run an Elasticsearch for development (NODES=3 for a cluster; needs java and mvn)"
	@echo "make check      format, lint, layers, templates, missing migrations, deployment checks"
	@echo "make messages   bring the English catalogue in line with the texts in code and templates, compile it"
	@echo "make lock       compile requirements*.in to pinned, hashed requirements*.txt"
	@echo "make clean      remove .venv, caches and test data; the demo's database and files stay"

run: python
	@exec $(SETUP) run --port "$(PORT)"

test: environment
	$(PYTEST) -m "not slow"
	TEST_DATABASE=postgresql $(PYTEST) -m "not slow and not browser and not once"

test-all: environment
	$(PYTEST) --hypothesis-profile=new
	TEST_DATABASE=postgresql $(PYTEST) --hypothesis-profile=new -m "not browser and not once"

bench: environment
	$(SEARCH_SPEED) --database sqlite
	$(SEARCH_SPEED) --database postgresql
	@for database in sqlite postgresql; do for practices in 200 20000; do \
		$(LIBRARY_SPEED) --database $$database --practices $$practices || exit 1; done; done
	@for posts in 10000 1000000; do $(BIN)/python -m benchmarks.forum_speed --posts $$posts || exit 1; done
	$(BIN)/python -m benchmarks.page_speed
	$(BIN)/python -m benchmarks.elastic_speed
	$(BIN)/python -m benchmarks.elastic_pages

elasticsearch: python
	@exec $(PYTHON) cop_portal/elasticsearch_nodes.py --nodes "$(NODES)"

check: environment
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING
	DJANGO_SETTINGS_MODULE=cop_portal.settings.production SITE_URL=https://cop.example.go.id \
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") \
	ALLOWED_HOSTS=cop.example.go.id DATABASE_URL=sqlite:///var/check.sqlite3 \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

messages: environment
	$(BIN)/python manage.py update_catalogues

lock: environment
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) -c requirements.txt requirements-s3.in -o requirements-s3.txt
	$(LOCK) -c requirements.txt requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf .venv var/test var/static .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment: python
	@$(SETUP) setup --dev

python:
	@command -v "$(PYTHON)" >/dev/null || { echo "There is no $(PYTHON) on this machine: install Python 3.11 or newer (with venv) and run make again." >&2; exit 1; }
