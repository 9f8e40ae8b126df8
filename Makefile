# Everything that a maintainer or a reader of the README runs. `make html` and `make test` set up what they need.

VENV   := .venv
BIN    := $(VENV)/bin
PYTHON ?= python3
SETUP  := $(VENV)/.installed
NODE   := .node/.installed
PORT   ?= 8000

.PHONY: help html serve devserver publish test audit measure node lint styleguide bench wheel snapshot clean

help: ## Show these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

html: $(SETUP) ## Build the site into output/ (relative links: opens from the folder)
	$(BIN)/pelican content --fatal errors -s pelicanconf.py

serve: html ## Build, then serve output/ on http://localhost:$(PORT)
	$(BIN)/pelican --listen -p $(PORT) -s pelicanconf.py -o output

devserver: $(SETUP) ## Serve and build again whenever content, records, theme or templates change
	$(BIN)/pelican content --autoreload --listen -p $(PORT) -s pelicanconf.py

publish: $(SETUP) ## Build for production: SITEURL=https://example.org make publish
	$(BIN)/pelican content --fatal errors -s publishconf.py

test: $(SETUP) ## Run all tests (the browser tests need Chromium)
	$(BIN)/python -m pytest

audit: lint wheel measure ## Run the slow checks: lint, the wheel in an empty environment, and all measurements of the pages

measure: $(SETUP) $(NODE) ## Measure how the pages look, load and read (needs Chromium, Node, Java, poppler)
	$(BIN)/python -m pytest -m audit

node: $(NODE) ## Install Lighthouse and the Nu HTML checker into .node/

lint: $(SETUP) ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=plugins $(BIN)/lint-imports

styleguide: $(SETUP) ## Build the style guide beside the site, in output/styleguide/
	$(BIN)/python tools/styleguide/build.py

bench: $(SETUP) ## Measure the build against plain Pelican and a naive Folium map on every page
	$(BIN)/python tools/bench.py $(BENCH)

wheel: $(SETUP) ## Build the wheel, install it in an empty environment, build the site from it
	$(BIN)/python tools/wheel.py

snapshot: $(SETUP) ## Note the verdicts as they are to be published in seeds/history/
	$(BIN)/deconflict snapshot $(SNAPSHOT)

clean: ## Remove what was built, and the environment
	rm -rf output .output-build build dist cache $(VENV) .node .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(SETUP): pyproject.toml constraints.txt plugins/deconflict/__init__.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,lint]'
	@touch $@

$(NODE): tools/audit/package.json tools/audit/package-lock.json
	mkdir -p .node
	cp tools/audit/package.json tools/audit/package-lock.json tools/audit/.npmrc .node/
	cd .node && npm ci --ignore-scripts --no-progress --loglevel=error
	@touch $@
