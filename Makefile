# pm: two commands do everything. `make demo` shows the bot at work; `make test` checks all of it.

SHELL := /bin/bash
PREFIX ?= /usr/local
JOBS ?= $(shell nproc)
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

# What building needs, and what the tests need beside it (Debian 12 names).
BUILD_PACKAGES := g++ cmake ninja-build pkg-config ccache mold \
  libboost1.81-dev libssl-dev libtomlplusplus-dev nlohmann-json3-dev libsimdjson-dev libsqlite3-dev \
  libexpected-dev libhowardhinnant-date-dev libcrypto++-dev libsecp256k1-dev zlib1g-dev \
  tzdata ca-certificates
TEST_PACKAGES := catch2 librapidcheck-dev git jq sqlite3 openssl python3 strace
CHECK_PACKAGES := clang-format clang-tidy gcovr clang libclang-rt-14-dev
BENCH_PACKAGES := python3-websockets

# The venue's own client needs a node with npm; one that is there already is used.
OFFICIAL_PACKAGES := $(if $(shell command -v npm),,nodejs npm)

.DEFAULT_GOAL := help
.PHONY: help demo test torture test-official build install deps deps-test deps-check deps-bench check-format \
  format tidy planted coverage fuzz bench bench-quick completions clean

help: ## Lists these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: build ## Runs the whole bot on the embedded venue: no account, no network
	@rm -rf build/demo && mkdir -p build/demo
	build/release/bin/pm-trade auto --demo --db build/demo/pm.db

test: deps-test ## Builds with ASan and UBSan, runs every test
	@start=$$(date +%s); \
	cmake --preset dev > build-dev.log 2>&1 || { cat build-dev.log; rm -f build-dev.log; exit 1; }; \
	rm -f build-dev.log; \
	cmake --build --preset dev -j $(JOBS) && built=$$(date +%s) && \
	ctest --preset dev -j $$(($(JOBS) + 1)) && done=$$(date +%s) && \
	echo "make test: $$((done - start)) s, of which $$((built - start)) s compiling"

torture: build deps-test ## Kills the bot ROUNDS times (default 1000), then before each write, sync and send
	PM_BIN=$(CURDIR)/build/release/bin PM_SOURCE=$(CURDIR) \
	  python3 tests/system/torture.py all --kills $(or $(ROUNDS),1000) --jobs $(JOBS)

test-official: build ## Runs the venue's own npm client, unmodified, against pm-sim
	@$(if $(OFFICIAL_PACKAGES),scripts/install-packages $(OFFICIAL_PACKAGES),:)
	cd tests/system/official-client && npm ci --ignore-scripts --no-audit --no-fund && \
	  node run.mjs $(CURDIR)/build/release/bin/pm-sim

build: deps ## Builds the tools, optimised, in build/release/bin
	cmake --preset release
	cmake --build --preset release -j $(JOBS)

install: build ## Installs the tools and completions under PREFIX (default /usr/local)
	$(if $(wildcard $(DESTDIR)$(PREFIX)),,$(SUDO)) cmake --install build/release --prefix $(DESTDIR)$(PREFIX)

deps: ## Installs the Debian packages that building needs
	@scripts/install-packages $(BUILD_PACKAGES)

deps-test: ## … and those that testing needs
	@scripts/install-packages $(BUILD_PACKAGES) $(TEST_PACKAGES)

deps-check: ## … and those of the format, tidy, coverage and fuzz checks
	@scripts/install-packages $(BUILD_PACKAGES) $(TEST_PACKAGES) $(CHECK_PACKAGES)

deps-bench:
	@scripts/install-packages $(BUILD_PACKAGES) $(BENCH_PACKAGES)

SOURCES = $(shell git ls-files 'lib/*.[ch]pp' 'apps/*.[ch]pp' 'tests/*.[ch]pp' 'bench/*.[ch]pp')

check-format: deps-check ## Fails when a file is not formatted
	clang-format --dry-run --Werror $(SOURCES)

format: deps-check ## Formats every file
	clang-format -i $(SOURCES)

tidy: deps-check ## Runs clang-tidy over the libraries and the tools
	@scripts/run-tidy $(JOBS)

planted: deps-test ## Plants bugs in a copy, one at a time: each must turn the tests it names red
	@JOBS=$(JOBS) tests/planted/run.py $(BUGS)

coverage: deps-check ## Runs the tests and prints line coverage
	cmake --preset coverage > /dev/null
	cmake --build --preset coverage -j $(JOBS)
	ctest --preset coverage -j $(JOBS) --quiet
	gcovr --root . --object-directory build/coverage --filter lib/ --filter apps/ \
	  --exclude-unreachable-branches --print-summary | tail -n 20

fuzz: deps-check ## Builds the fuzz targets and runs each for SECONDS (default 60)
	@scripts/run-fuzzers $(or $(SECONDS_EACH),60)

bench: deps-bench ## Measures everything; figures go to bench/LEDGER.md by hand
	@scripts/run-bench

bench-quick: deps-bench ## Covers each figure once, in under 50 seconds
	@scripts/run-bench --quick

bench-%: deps-bench # decision, orders, http, kill, startup or stream alone
	@scripts/run-bench $*

completions: build ## Writes the shell completions from the option tables
	@scripts/make-completions build/release/bin completions

clean:
	rm -rf build
