# Two installs, each with a stamp: .venv/.deck is what building needs, .venv/.test adds what
# checking needs. A stamp is older than pyproject.toml or constraints.txt only when those changed.

PYTHON ?= $(shell python3.11 -c '' 2>/dev/null && echo python3.11 || echo python3)
PIP := .venv/bin/python -m pip --disable-pip-version-check -qq
SPEC := pyproject.toml constraints.txt

export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help deck check test update bench browser lock-versions clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deck: .venv/.deck ## build the Anki package into build/
	.venv/bin/obverse build

check: .venv/.deck ## show what is wrong with the content; write nothing
	.venv/bin/obverse check

test: .venv/.test browser ## format, lint, types, imports and tests; stops at the first that fails
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy --strict
	.venv/bin/lint-imports --no-logo --no-cache
	.venv/bin/pytest -q -n auto --dist loadfile

update: .venv/.test ## rewrite golden cases, digests and docs/rules.md; review the difference with git
	OBVERSE_UPDATE=1 .venv/bin/pytest -q tests/test_cases.py tests/test_rules.py tests/test_content.py

bench: .venv/.test ## measure the time of a build
	.venv/bin/python bench/run.py

lock-versions: ## install the newest versions the bounds allow; write constraints.txt
	$(MAKE) clean
	$(MAKE) .venv/.made
	$(PIP) install --editable '.[test]'
	$(PIP) freeze --exclude-editable > constraints.txt
	touch .venv/.deck .venv/.test

clean: ## remove the environment, what was built and all caches; never content/obverse.lock
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .obverse_cache dist
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

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "obverse needs Python 3.11 or newer and $(PYTHON) is not: make PYTHON=/path/to/python" >&2; \
	  exit 1; }
	$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/.deck: .venv/.made $(SPEC)
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

.venv/.test: .venv/.made $(SPEC)
	$(PIP) install --constraint constraints.txt --editable '.[test]'
	@touch .venv/.deck $@
