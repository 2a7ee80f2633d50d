# All set-up happens here: `make demo` and `make test` need only Python >= 3.11, make and git.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv
# The pure rooms: their tests are traced, and must reach every branch.
PURE   := model law identity tlog ledger
TRACED := $(foreach room,$(PURE),$(wildcard tests/unit/$(room) tests/conformance/$(room) \
            tests/unit/test_$(room)_*.py tests/property/test_$(room)_*.py tests/conformance/test_$(room)_*.py))

# Each test process would otherwise compile every test anew, where the environment forbids byte code to be kept.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test quick check traced warm trials browser pooler bench docs lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    the whole way of a request on synthetic people"
	@echo "make test    everything: lint, types, imports, tests (make check is part of it)"
	@echo "make quick   the tests of one package: make quick ROOM=casework/review"
	@echo "make trials  long tests: every fault at every write, more samples, both databases throughout"
	@echo "make bench   measurements beside their peers; never part of make test"
	@echo "make docs    compile the message catalogs, rewrite the generated tables in docs/"

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "withhold needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "this Python lacks the venv module; install it (Debian: python3-venv)"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/bootstrap.txt

# What the program needs to run, and nothing that only its tests and measurements need.
$(VENV)/.runtime: pyproject.toml uv.lock | $(BIN)/uv
	@$(UV) sync --frozen --inexact --no-default-groups --quiet
	@touch $@

$(VENV)/.synced: pyproject.toml uv.lock | $(BIN)/uv
	@$(UV) sync --frozen --inexact --quiet
	@touch $(VENV)/.runtime $@

demo: $(VENV)/.runtime
	@$(BIN)/withhold demo --home withhold-demo

check: $(VENV)/.synced
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell src tests bench docs tools README.md CONTRIBUTING.md CHANGELOG.md Makefile
	$(BIN)/lint-imports
	$(BIN)/mypy

# The linters keep one core busy, so the traced tests run beside them. Later there are more processes than cores, since
# many wait for a server or for a disk. The files that take longest begin first (tests/conftest.py).
test: browser pooler $(VENV)/.synced
	@$(MAKE) --no-print-directory -j 2 check traced
	@tools/in_memory.sh $(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder $(TRACED:%=--ignore=%)

traced: warm
	@tools/in_memory.sh $(BIN)/pytest -n 2 --cov --cov-report=term --cov-fail-under=100 $(TRACED)

# Compiles everything once: the tests' processes would each do it for themselves.
warm: $(VENV)/.synced
	@$(BIN)/python -m compileall -q src tests bench docs
	@$(BIN)/pytest -q -n 0 --collect-only >/dev/null || true

# The tests of one package or module, for example: make quick ROOM=casework/review
quick: $(VENV)/.synced
	@test -n "$(ROOM)" || { echo "say which: make quick ROOM=casework/review"; exit 2; }
	$(BIN)/pytest -n 2 --room "$(ROOM)"

# Long trials, run by hand before a change that they bear on is called done.
trials: check browser pooler
	tools/in_memory.sh $(BIN)/pytest -n 2 -m trial

browser:
	@tools/browser.sh

pooler:
	@tools/pgbouncer.sh

bench: $(VENV)/.synced
	$(BIN)/python -m bench.startup
	$(BIN)/python -m bench.screening
	$(BIN)/python -m bench.intake
	$(BIN)/python -m bench.fuzzing
	$(BIN)/python -m bench.ledger
	$(BIN)/python -m bench.kill
	$(BIN)/python -m bench.pages
	$(BIN)/python -m bench.evidence
	$(BIN)/python -m bench.families
	$(BIN)/python -m bench.authority

docs: $(VENV)/.synced
	$(BIN)/python -m docs.catalogs
	$(BIN)/python -m docs.generate
	$(BIN)/python -m docs.quality

lock: $(BIN)/uv
	$(UV) lock

clean:
	rm -rf $(VENV) withhold-demo
