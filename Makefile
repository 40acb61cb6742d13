# Two installs, each with a stamp: .venv/.deck is what building needs, .venv/.test adds what
# checking needs. A stamp is older than pyproject.toml or constraints.txt only when those changed.

PYTHON ?= $(shell python3.11 -c '' 2>/dev/null && echo python3.11 || echo python3)
VENV ?= .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
SPEC := pyproject.toml constraints.txt
# `make test coverage` runs the tests once, measured.
MEASURED := $(if $(filter coverage,$(MAKECMDGOALS)),--cov --cov-report=)
PYTEST := $(BIN)/python -m pytest -q -n auto --dist loadfile

export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help deck check test suite coverage oldest dist update bench vscode browser lock-versions clean
.PHONY: FORCE

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deck: $(VENV)/.deck ## build the Anki package into build/
	$(BIN)/obverse build

check: $(VENV)/.deck ## show what is wrong with the content; write nothing
	$(BIN)/obverse check

test: $(VENV)/.test browser ## format, lint, types, imports and tests; stops at the first that fails
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports --no-logo --no-cache
	$(PYTEST) $(MEASURED)

suite: $(VENV)/.test browser ## the tests alone, for another system or Python
	$(PYTEST)

coverage: test ## the same as `make test`; fails where fewer lines are run than pyproject.toml asks for
	$(BIN)/coverage report

oldest: ## the tests with the lowest versions that the bounds in pyproject.toml allow, in .venv-oldest
	$(MAKE) .venv-oldest/.oldest VENV=.venv-oldest
	.venv-oldest/$(notdir $(BIN))/python -m pytest -q -n auto --dist loadfile

dist: $(VENV)/.test ## build wheel and sdist into dist/, look into them, and use both outside this folder
	rm -rf dist
	$(BIN)/python -m build --outdir dist
	$(BIN)/python tools/try_dist.py dist

update: $(VENV)/.test ## rewrite golden cases, digests and docs/rules.md; review the difference with git
	OBVERSE_UPDATE=1 $(BIN)/pytest -q tests/test_cases.py tests/test_rules.py tests/test_content.py

bench: $(VENV)/.test ## measure the time of a build
	$(BIN)/python bench/run.py

vscode: ## type-check the extension for Visual Studio Code and package it into dist/; needs node
	mkdir -p dist
	cd editors/vscode && npm ci --no-audit --no-fund && npm run check && \
	  npx --yes @vscode/vsce@3.9.2 package --no-dependencies --allow-missing-repository \
	  -o ../../dist/obverse.vsix

lock-versions: ## install the newest versions the bounds allow; write constraints.txt
	$(MAKE) clean
	$(MAKE) $(VENV)/.made
	$(PIP) install --editable '.[test]'
	$(PIP) freeze --exclude-editable > constraints.txt
	touch $(VENV)/.deck $(VENV)/.test

clean: ## remove the environments, what was built and all caches; never content/obverse.lock
	rm -rf .venv .venv-oldest .mypy_cache .ruff_cache .pytest_cache .hypothesis .obverse_cache dist
	rm -rf .coverage .coverage.* editors/vscode/node_modules editors/vscode/dist
	find build -mindepth 1 ! -name .gitkeep -delete
	find src tests bench tools -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# Tests that need a browser skip themselves without one, so this never fails the run.
browser:
	@if (command -v chromium || command -v chromium-browser || command -v google-chrome) >/dev/null; then \
	  :; \
	elif [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then \
	  echo "browser: no chromium, and only root with apt-get can install it; its tests are skipped"; \
	elif apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	  apt-get install -qq -y --no-install-recommends chromium >/dev/null; then \
	  echo "browser: installed chromium"; \
	else \
	  echo "browser: chromium could not be installed; its tests are skipped"; \
	fi

FORCE:

# An environment of another Python than `make PYTHON=...` asks for is made anew.
ifneq ($(origin PYTHON),file)
ifneq ($(wildcard $(VENV)/.made),)
ABOUT := -c "import sys; print(sys.version)"
ifneq ($(shell $(PYTHON) $(ABOUT)),$(shell $(BIN)/python $(ABOUT)))
$(VENV)/.made: FORCE
endif
endif
endif

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "obverse needs Python 3.11 or newer and $(PYTHON) is not: make PYTHON=/path/to/python" >&2; \
	  exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.deck: $(VENV)/.made $(SPEC)
	@echo "installing obverse into $(VENV) (once; takes about half a minute)"
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.made $(SPEC)
	@echo "installing obverse and what its tests need into $(VENV) (once; takes about a minute)"
	@$(PIP) install --constraint constraints.txt --editable '.[test]'
	@touch $(VENV)/.deck $@

$(VENV)/.oldest: $(VENV)/.made $(SPEC) tools/lowest.py
	@echo "installing the oldest versions into $(VENV) (once; takes about a minute)"
	@$(BIN)/python tools/lowest.py > $(VENV)/lowest.txt
	@$(PIP) install --constraint $(VENV)/lowest.txt --editable '.[suite]'
	@touch $@
