# Two commands do all the set-up on a fresh machine with Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    := out
STAMP  := $(VENV)/.installed
# Whatever the environment says: tests start many programs, and each would compile the same modules again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test lint unit long fuzz lock clean

demo: $(STAMP)
	@mkdir -p $(OUT)
	@$(BIN)/gongkai draft corpora/samples -o $(OUT)/catalogue.xlsx --show
	@test -s $(OUT)/catalogue.xlsx
	@echo
	@$(BIN)/gongkai triage corpora/samples --db $(OUT)/desk.db
	@$(BIN)/gongkai audit verify --db $(OUT)/desk.db
	@echo
	@echo "目录建议稿 / draft catalogue: $(OUT)/catalogue.xlsx"
	@echo "库 / store: $(OUT)/desk.db　审核台 / review desk: $(BIN)/gongkai account add NAME --role administrator --db $(OUT)/desk.db && $(BIN)/gongkai desk --db $(OUT)/desk.db"

test: lint unit

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy

unit: $(STAMP)
	$(BIN)/pytest -n 2 --dist worksteal

# The long variants of tests: a killed cluster, hundreds of kills, thousands of rows.
long: $(STAMP)
	$(BIN)/pytest -n 2 -m long

# Every reader against 2,000 mutants of each of its files; fails on a crash, a hang, a socket, an untyped error.
fuzz: $(STAMP)
	$(BIN)/python -m tests.benchmarks.fuzz --each 2000

# uv where it is at hand (seconds), else pip (a minute or two); both check every package against its hash.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	if command -v uv >/dev/null 2>&1; then \
		uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock && \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
		$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock && \
		$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e . ; \
	fi
	touch $(STAMP)

# Remake the lock after a change of dependencies (needs uv).
lock:
	uv lock --quiet
	uv export --quiet --no-emit-project --all-extras --no-header --no-annotate --format requirements-txt -o requirements.lock

clean:
	rm -rf $(VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
