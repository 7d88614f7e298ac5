# The commands for a checkout. Packages are installed into .venv, from the lock with hashes. Only `make test`, run as root on Debian
# or Ubuntu, installs anything else, if it is missing: Chromium, a Chinese font, and Java for the checker of HTML.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared/data
BASE ?= HEAD

.PHONY: help site vega serve lint check test attacks faults red audit sbom laws test-akshare real same-bytes bench lock clean translations
help:            ## list the commands
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' Makefile

.venv/.site: requirements-pip.lock requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say which: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-pip.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.site
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Pagefind, to compare our search with, is not a dependency of the project: see decision 12.
.venv/.bench: bench/pagefind.lock .venv/.dev
	$(PYTHON) -m venv .venv/bench
	.venv/bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-pip.lock
	.venv/bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r bench/pagefind.lock
	@touch $@

site: .venv/.site  ## build the demo site into site/
	$(BIN)/briefings build

translations: .venv/.site  ## compile the translations of the interface, after a phrase was changed
	for po in builder/language/translations/*.po; do $(BIN)/pybabel -q compile -i $$po -o $${po%.po}.mo; done

vega: .venv/.site  ## build the JavaScript module for charts with parameters (needs Node, and the network once)
	$(BIN)/briefings vega

serve: .venv/.site  ## preview the demo site, and rebuild it at each change
	$(BIN)/briefings serve

# One process for each core. Each starts with a part of the list, so that tests that share fixtures run together; a process that is
# done takes tests from another. Attacks and faults are suites of their own: a run of the others does not even load them.
PYTEST := $(BIN)/pytest -n auto --dist worksteal
MOST_TESTS := $(PYTEST) --ignore tests/attacks --ignore tests/faults
# Each process of a run would compile all tests anew where the environment forbids to keep bytecode.
unexport PYTHONDONTWRITEBYTECODE

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint      ## lint, types and the fast tests
	$(MOST_TESTS) --ignore tests/browser -m "not slow and not browser and not law"

test: lint       ## lint, types, and all tests but attacks, faults and laws, after installing what they need
	@tests/install-browser
	@tests/install-validator
	$(MOST_TESTS) -m "not law"

attacks: .venv/.dev  ## try hostile words, data, caches and servers: nothing runs, hangs or reaches outside
	@tests/install-browser
	timeout 900 $(PYTEST) tests/attacks

faults: .venv/.dev  ## kill builds and let disk calls fail (needs strace), damage the store, and compare with a clean build
	@tests/install-strace
	timeout 600 $(PYTEST) tests/faults

red: .venv/.dev  ## put faults back, one after the other, and see the tests of attacks and faults fail (takes some minutes)
	$(BIN)/python -m tests.attacks.red_runs

# What audits the locks and lists them is no dependency of the project.
.venv/audit/.done: requirements-pip.lock requirements-audit.lock
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-pip.lock
	.venv/audit/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.lock
	@touch $@

audit: .venv/audit/.done  ## look up the advisories on all that the locks hold
	@tests/audit-locks

sbom: .venv/audit/.done  ## write dist/fund-briefings.cdx.json, the bill of materials: each package of the lock with its version and hashes
	@mkdir -p dist
	.venv/audit/bin/cyclonedx-py requirements --output-reproducible --pyproject pyproject.toml --output-file dist/fund-briefings.cdx.json requirements.lock

laws: .venv/.dev  ## try 500 sequences of edits: a build from a cache equals one from nothing
	$(PYTEST) tests/site_build -m law

.venv/akshare/.done: requirements-akshare.lock pyproject.toml
	$(PYTHON) -m venv .venv/akshare
	.venv/akshare/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-pip.lock
	.venv/akshare/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-akshare.lock
	.venv/akshare/bin/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

test-akshare: .venv/akshare/.done  ## test the fetcher with the real AKShare, against a server on this machine
	.venv/akshare/bin/python -m pytest -p no:cacheprovider tests/akshare

real: .venv/.site  ## build examples/sora with real data, e.g. make real DATA=../shared/data
	$(BIN)/python examples/sora/prepare.py "$(DATA)" examples/sora/content/data
	$(BIN)/briefings build --config examples/sora/mkdocs.yml

same-bytes: .venv/.dev  ## compare built sites with those of another commit, by default the last: make same-bytes BASE=rev
	$(BIN)/python -m bench.same_bytes "$(BASE)" --data "$(DATA)"

bench: .venv/.dev .venv/.bench  ## measure builds, pages, charts, data and search (needs Chromium, takes half an hour)
	@tests/install-browser
	$(BIN)/python bench/build_times.py
	$(BIN)/python bench/page_times.py
	$(BIN)/python bench/page_weight.py
	$(BIN)/python bench/chart_drawing.py
	$(BIN)/python bench/charts_in_browser.py
	$(BIN)/python bench/data_times.py
	$(BIN)/python bench/search.py

lock:            ## renew the locks (needs uv)
	echo pip | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade -q -o requirements-pip.lock
	echo 'pagefind[extended]' | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade -q -o bench/pagefind.lock
	uv pip compile pyproject.toml --extra install --extra pictures --extra import --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade -q -o requirements.lock
	uv pip compile pyproject.toml --extra install --extra pictures --extra import --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -c requirements.lock -q -o requirements-dev.lock
	printf 'cyclonedx-bom\npip-audit\n' | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade -q -o requirements-audit.lock
	echo pytest | uv pip compile pyproject.toml - --extra install --extra akshare --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -c requirements-dev.lock -q -o requirements-akshare.lock

clean:           ## remove all that these commands made
	rm -rf .venv site .briefings .vega
