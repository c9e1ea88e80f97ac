# The workshop. `make demo`, `make test` and `make learn` set up what they need in .venv, once.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
# pip would compile what it installs with one processor; and on some machines Python does not keep what it compiles later.
BYTECODE := $(BIN)/python -m compileall -qq -j 0 -x '/site-packages/.*/tests?/'

# The newest Python of the supported ones that can make an environment; `make PYTHON=… …` overrides.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	if $$python -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; \
	then echo $$python; break; fi; done)

LEARNER := $(VENV)/.learner-is-set-up
EVERYTHING := $(VENV)/.everything-is-set-up
# Who has everything needs no lighter set.
LEARNER_OR_MORE := $(if $(wildcard $(EVERYTHING)),$(EVERYTHING),$(LEARNER))

.DEFAULT_GOAL := help
.PHONY: help demo test typed up-to-date learn build bench lock clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

demo: $(EVERYTHING) ## grade a sample class with nbgrader and show the marks
	@$(BIN)/autograder demo

test: $(EVERYTHING) ## everything that must hold before a change is shared
	@$(BIN)/ruff check
	@$(MAKE) --no-print-directory -j 2 typed up-to-date
	@$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder  # runs `autograder audit`, too

typed: $(EVERYTHING)
	@$(BIN)/mypy

up-to-date: $(EVERYTHING)
	@$(BIN)/autograder build --check

learn: $(LEARNER_OR_MORE) ## open the exercises in JupyterLab
	@$(BIN)/autograder learn

build: $(EVERYTHING) ## make exercises/ and solutions/ from source/
	@$(BIN)/autograder build

bench: $(EVERYTHING) ## measure grading side by side; writes benchmarks/RESULTS.md
	@$(BYTECODE) autograder
	@$(BIN)/python benchmarks/bench.py

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo "No Python 3.11, 3.12 or 3.13 with venv found. Install one (on Debian:" \
		"apt-get install python3-venv), or name it: make PYTHON=/path/to/python3.12 …" >&2; exit 1; fi
	@echo "Making an environment in $(VENV) with $(PYTHON)."
	@$(PYTHON) -m venv $(VENV)

# Versions and hashes come from the lock, then the package itself is installed without downloading anything.
$(EVERYTHING): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the course needs; this takes a minute or two, once."
	@$(PIP) install --no-compile --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BYTECODE) $(VENV)/lib autograder || true
	@touch $@

$(LEARNER): requirements-learn.lock pyproject.toml | $(BIN)/python
	@echo "Installing what a learner needs; this takes a minute, once."
	@$(PIP) install --no-compile --require-hashes -r requirements-learn.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BYTECODE) $(VENV)/lib autograder || true
	@touch $@

# After a change of dependencies. The lock files name no index: pip's own settings say where packages come from.
COMPILE := pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--no-strip-extras --no-annotate --quiet --extra editable

lock: $(BIN)/python ## pin the newest versions of all dependencies
	@$(PYTHON) -m venv build/uv && build/uv/bin/python -m pip --disable-pip-version-check -qq install uv
	@index=$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true); \
	export $${index:+UV_DEFAULT_INDEX=$$index} UV_NO_PROGRESS=1; \
	build/uv/bin/uv $(COMPILE) --upgrade --extra learn --extra teach --extra develop -o requirements.lock && \
	build/uv/bin/uv $(COMPILE) --extra learn -c requirements.lock -o requirements-learn.lock

clean: ## remove the environment and the scratch folder, gradebook included
	@rm -rf $(VENV) build
