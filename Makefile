# The commands of the house; each is a line that calls cmake, ctest or tools/.
# On a fresh Debian 12, `make run` and `make test` install what they need (with sudo where not root).

JOBS ?= $(shell nproc)

.PHONY: help run build test test-release test-sanitizers bench fuzz lint clean setup

help:
	@echo 'make run     install what is missing, build, start the example on http://localhost:8080'
	@echo 'make test    the same set-up, then every test (release build and sanitizers)'
	@echo 'make build   build/release/placard'
	@echo 'make bench   measure, and write the figures to docs/performance.md'
	@echo 'make fuzz    run every fuzz target for FUZZ_SECONDS (60)'
	@echo 'make lint    formatting and include rules'

setup:
	@command -v bash >/dev/null && tools/install-packages.sh build

build: setup
	cmake --preset release >/dev/null
	cmake --build --preset release --target placard -j $(JOBS)

run: build
	@tools/install-packages.sh run
	build/release/placard serve --config examples/challenge/placard.toml

test: test-release test-sanitizers

test-release: setup
	@tools/install-packages.sh run test
	cmake --preset release >/dev/null
	cmake --build --preset release -j $(JOBS)
	ctest --preset release

# The unit tests under the address, undefined-behaviour and thread sanitizers, and the service tests with them.
test-sanitizers: setup
	@tools/install-packages.sh run test
	for preset in asan tsan; do \
	    cmake --preset $$preset >/dev/null && cmake --build --preset $$preset -j $(JOBS) && ctest --preset $$preset || exit 1; \
	done

bench: build
	@tools/install-packages.sh run bench
	bench/run.sh

FUZZ_SECONDS ?= 60
fuzz: setup
	@tools/install-packages.sh fuzz
	cmake --preset fuzz >/dev/null
	cmake --build --preset fuzz -j $(JOBS)
	tools/fuzz.sh $(FUZZ_SECONDS)

lint:
	@tools/install-packages.sh lint
	git ls-files '*.cpp' '*.h' | xargs clang-format --dry-run --Werror
	python3 tools/check_includes.py

clean:
	rm -rf build
