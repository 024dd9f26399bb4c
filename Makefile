# The verbs of the project. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

FRONT_SOURCES := $(shell find frontend/src frontend/static frontend/messages frontend/project.inlang frontend/scripts -type f -not -path '*/paraglide/*' -not -path '*/cache/*' 2>/dev/null) \
	$(wildcard frontend/*.ts frontend/*.js frontend/package.json)

.PHONY: help run test check bench gen dev

help: ## List the verbs
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: frontend/build/.stamp ## Build everything, prepare the data, print address and one-time password, serve
	@cargo build --release --locked -p thousand
	@scripts/run.sh target/release/thousand

test: ## Everything that CI runs
	@tests/run.sh

check: frontend/node_modules/.package-lock.json ## Formats, lints and types, without running anything
	@tests/run.sh compose lint types

bench: frontend/build/.stamp ## Measure against the baselines in tests/bench; CASES="hot search" for some of them
	@tests/bench/run.sh $(CASES)

gen: frontend/node_modules/.package-lock.json ## Write openapi/openapi.json, docs/rights.md, docs/personal-data.md and what the front end takes from the code
	@mkdir -p openapi
	@cargo run -q --locked -p thousand -- openapi > openapi/openapi.json.new
	@mv openapi/openapi.json.new openapi/openapi.json
	@cargo run -q --locked -p thousand -- rights > target/rights.md
	@mv target/rights.md docs/rights.md
	@cargo run -q --locked -p thousand -- personal-data > target/personal-data.md
	@mv target/personal-data.md docs/personal-data.md
	@cargo run -q --locked -p thousand -- personal-data --times > frontend/src/lib/kit/api/times.json
	@cd frontend && npm run --silent gen

dev: frontend/node_modules/.package-lock.json ## API on 8080 and the front end on 5173, which reloads as you type
	@cargo build -p thousand
	@target/debug/thousand seed
	@trap 'kill $$api' EXIT; target/debug/thousand serve & api=$$!; cd frontend && npm run dev

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

frontend/build/.stamp: frontend/node_modules/.package-lock.json $(FRONT_SOURCES)
	@cd frontend && npm run --silent build > build.log 2>&1 || { cat build.log; exit 1; }
	@mv frontend/build.log $@
