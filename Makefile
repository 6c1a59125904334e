# Two commands: `make demo` shows a working community, `make test` proves it.
# Both need only Python 3.11 to 3.13 and make.

PYTHON ?= python3
KINWORK = .venv/bin/kinwork
PREPARE = $(PYTHON) tools/prepare.py

.PHONY: help install demo test lint format bench clean test-deep-hsds test-deep-tampering test-deep-access-matrix test-deep-revocation test-deep-access-worlds test-deep-mutants test-deep-states test-deep-canaries test-deep-loop test-deep-races test-deep-kills test-deep-simulation

help:
	@echo "make demo      a working demo community on this machine (FULL=1: 150 families; PORT=8000)"
	@echo "make test      every check and test (STAGES='lint units': only these)"
	@echo "make install   prepare everything, start nothing"
	@echo "make lint      formats, lint, import contracts, migrations"
	@echo "make format    put the code into its format"
	@echo "make bench     measure (see bench/README.md; WHAT=hsds_api: only this one)"
	@echo "make clean     remove what was prepared, and the demo (asks first)"

install:
	@$(PREPARE) --dev
	@echo "Prepared. Next: make demo, or .venv/bin/kinwork --help"

demo:
	@$(PREPARE)
	@$(KINWORK) demo $(if $(FULL),--full) $(if $(PORT),--port $(PORT)) $(if $(FRESH),--fresh)

test:
	@$(PREPARE) --dev
	@.venv/bin/python tools/check.py $(STAGES)

lint:
	@$(PREPARE) --dev
	@.venv/bin/python tools/check.py formats lint contracts migrations translations

format:
	@$(PREPARE) --dev
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench:
	@$(PREPARE) --dev
	@.venv/bin/python -m bench $(WHAT)

clean:
	@.venv/bin/kinwork database stop 2>/dev/null || true
	@printf 'Remove .venv, node_modules and .kinwork (with the demo and any local data)? [y/N] '; \
	read answer; [ "$$answer" = y ] && rm -rf .venv node_modules .kinwork kinwork/web/static/vendor || true

test-deep-hsds: ## the round trip of the largest feed as JSON (some minutes)
	.venv/bin/python -m pytest -m deep kinwork/interop/hsds

test-deep-tampering: ## seven ways to lie about the past, a hundred times each (KINWORK_SEED=...)
	.venv/bin/python -m pytest -m deep kinwork/trust/disclosures

test-deep-access-matrix: ## the access rule three times over 8 million cells (about 5 minutes)
	.venv/bin/python -m pytest -m deep tests/access/test_matrix.py

test-deep-revocation: ## 1,000 times giving out against taking back, at the same moment (about 7 minutes)
	.venv/bin/python -m pytest -m deep tests/revocation

test-deep-access-worlds: ## what everybody reads and is answered in 2,000 built worlds (25 minutes of an idle machine; KINWORK_ASKED=500)
	.venv/bin/python -m pytest -m deep tests/access/test_worlds.py

test-deep-mutants: ## every mutant of the access rule (about 25 minutes; KINWORK_MINUTES=20: as many as fit; KINWORK_ONLY=kw_named)
	.venv/bin/python -m pytest -m deep tests/access/test_mutants.py

test-deep-states: ## 2,000 runs of random deeds from a family that shares everything (KINWORK_RUNS=300)
	.venv/bin/python -m pytest -m deep tests/access/test_states.py

test-deep-canaries: ## every route by everybody in every state of consent, a word in every field (75,000 requests: about 75 minutes of an idle machine; KINWORK_REQUESTS=48000 for the least that asks for every route; KINWORK_STATES=kept,ended for some, without a figure)
	.venv/bin/python -m pytest -m deep tests/guards/test_canaries.py

test-deep-loop: ## 600 random walks through the life of referrals, each step foretold, and 100 wide ones around it (about 25 minutes; KINWORK_WALKS=200)
	.venv/bin/python -m pytest -m deep tests/closed_loop/test_walks.py

test-deep-races: ## 1,000 times each: two at the same referral, or for the last opening, at once (about 20 minutes; KINWORK_ROUNDS=200)
	.venv/bin/python -m pytest -m deep tests/closed_loop/test_races.py

test-deep-kills: ## 200 times kill -9 of app, worker or database under load (about 30 minutes; KINWORK_CYCLES=20)
	.venv/bin/python -m pytest -m deep tests/closed_loop/test_kills.py

test-deep-simulation: ## the simulation held against 60 families played through the real actions (about 2 minutes)
	.venv/bin/python -m pytest -m deep kinwork/system/loop/tests/test_simulation.py
