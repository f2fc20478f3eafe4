# Expert-enterprise matchmaking. `make help` lists what there is.
# Every target may be run again: what is done already is not done twice.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := .make
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test test-slow bench weights check audit format messages clean
# In an environment of its own: what looks at the dependencies is none of them.
AUDIT := $(STAMPS)/audit/bin/pip-audit

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/bin/python:
	@echo "==> creating the virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=python3.12 make ...)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing: apt-get install python3-venv"; exit 1; }

$(STAMPS)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "==> installing the pinned dependencies (some minutes the first time)"
	@$(BIN)/python -m pip install --progress-bar on -c constraints.txt -e '.[postgres,e2e,dev]'
	@mkdir -p $(STAMPS) && touch $@

setup: $(STAMPS)/installed ## virtual environment, dependencies, model
	@$(BIN)/matchmaker model fetch

demo: setup ## set up, load the demo data and serve it
	@$(BIN)/matchmaker demo

serve: setup ## serve the data folder as it is
	@$(BIN)/matchmaker db upgrade && $(BIN)/matchmaker serve

test: setup ## all tests but lane S
	@$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadgroup

test-slow: setup ## lane S: long reliability and load runs
	@$(BIN)/python -m pytest -m slow

bench: setup ## time and quality of ranking, beside plain vector search (and txtai where installed)
	@$(BIN)/python -m tests.bench

weights: setup ## train encoder adapter and relevance weights into build/weights (over an hour; needs ../shared/data)
	@nice -n 10 $(BIN)/python -m tests.bench.weights build/weights

check: setup ## import rule, lint, types, formatting
	@$(BIN)/lint-imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

$(STAMPS)/audit/bin/pip-audit:
	@echo "==> installing pip-audit"
	@$(PYTHON) -m venv $(STAMPS)/audit && $(STAMPS)/audit/bin/python -m pip install --quiet pip-audit

audit: $(AUDIT) ## known vulnerabilities of the pinned dependencies (asks PyPI, and fails where it cannot)
	@$(AUDIT) --strict --no-deps --disable-pip --progress-spinner off -r constraints.txt \
	  || { echo "==> a vulnerability, or the service could not be asked for every package: this is no pass"; exit 1; }

format: setup ## format the code
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

messages: $(STAMPS)/installed ## extract and update the message catalogues
	@$(BIN)/python -m web.catalogue update

clean: ## remove the virtual environment and the demo data
	rm -rf $(VENV) $(STAMPS) .data .mypy_cache .ruff_cache .pytest_cache
