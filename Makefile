# Flightdeck: `make help` lists what can be made.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
# Added to every `swift build`: for example --jobs 2.
SWIFT_FLAGS ?=

BINDIR = $(DESTDIR)$(PREFIX)/bin
DATADIR = $(DESTDIR)$(PREFIX)/share
MANDIR = $(DATADIR)/man/man1
BASHDIR = $(DATADIR)/bash-completion/completions
ZSHDIR = $(DATADIR)/zsh/site-functions
FISHDIR = $(DATADIR)/fish/vendor_completions.d

# The Swift runtime is linked in, so that the program runs where no Swift is.
RELEASE = $(SWIFT) build --configuration release --static-swift-stdlib $(SWIFT_FLAGS)
PROGRAM = .build/release/flightdeck
SOURCES = Sources Tests Package.swift

# The Python with the AWS CLI, boto3, moto and the SageMaker SDK that the tests run.
export FLIGHTDECK_PYTHON ?= $(CURDIR)/.build/test-venv/bin/python
# How many tests run side by side. Without it all start at once, and on few cores each waits long for its turn, so that
# connections grow old and sandboxed transforms end between two lines of a test. Older toolchains know no such limit.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 8

.PHONY: help demo build run test goldens reference install uninstall format lint sanitize bench screenshots clean

help: ## lists what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## installs what is missing, builds, and opens Flightdeck on its embedded sandbox
	@exec $(PROGRAM) --demo

build: ## builds the program in release into .build/release/flightdeck
	@.ci/prepare build
	$(RELEASE) --product flightdeck

run: ## builds in debug, and opens Flightdeck on its embedded sandbox
	@.ci/prepare build
	$(SWIFT) build --product flightdeck $(SWIFT_FLAGS)
	@exec .build/debug/flightdeck --demo

test: ## installs what the tests need, builds, and runs every test, or those that match FILTER
	@.ci/prepare test
	$(SWIFT) build --build-tests $(SWIFT_FLAGS)
	$(SWIFT) test --skip-build $(SWIFT_FLAGS) $(if $(FILTER),--filter '$(FILTER)')

goldens: ## writes the golden frames anew; look at git diff afterwards
	@.ci/prepare test
	$(SWIFT) build --build-tests $(SWIFT_FLAGS)
	UPDATE_GOLDENS=1 $(SWIFT) test --skip-build $(SWIFT_FLAGS) --filter 'ConsoleTests|MonitorTests'

reference: ## writes the README's keys and the manual's options and keys anew, from what the program says
	@.ci/prepare build
	$(SWIFT) build --product flightdeck $(SWIFT_FLAGS)
	.ci/reference --write

install: build ## installs program, themes, man page and shell completions under PREFIX (and DESTDIR)
	install -d $(BINDIR) $(MANDIR) $(DATADIR)/flightdeck/themes $(BASHDIR) $(ZSHDIR) $(FISHDIR)
	install -m 755 -s $(PROGRAM) $(BINDIR)/flightdeck
	install -m 644 Sources/flightdeck/Manual/flightdeck.1 $(MANDIR)/flightdeck.1
	install -m 644 themes/*.toml $(DATADIR)/flightdeck/themes
	$(PROGRAM) --generate-completion-script bash > $(BASHDIR)/flightdeck
	$(PROGRAM) --generate-completion-script zsh > $(ZSHDIR)/_flightdeck
	$(PROGRAM) --generate-completion-script fish > $(FISHDIR)/flightdeck.fish

uninstall: ## removes what install put under PREFIX
	rm -f $(BINDIR)/flightdeck $(MANDIR)/flightdeck.1
	rm -f $(BASHDIR)/flightdeck $(ZSHDIR)/_flightdeck $(FISHDIR)/flightdeck.fish
	rm -rf $(DATADIR)/flightdeck

format: ## formats the sources in place
	$(SWIFT) format --in-place --recursive $(SOURCES)

lint: ## checks the sources' format
	$(SWIFT) format lint --strict --recursive $(SOURCES)

# Builds of their own, so that neither is in the way of the others. Only the client's and the loop's tests: the others start
# few threads.
SANITIZED_TESTS = 'AWSClientTests|AWSSigningTests|JSONCodingTests|MonitorTests'

sanitize: ## builds under the address and the thread sanitizer, and runs the client's and the loop's tests under each
	@.ci/prepare test
	$(SWIFT) build --build-tests --sanitize=address --scratch-path .build/sanitize-address $(SWIFT_FLAGS)
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --skip-build --sanitize=address --scratch-path .build/sanitize-address \
		--filter $(SANITIZED_TESTS) $(SWIFT_FLAGS)
	$(SWIFT) build --build-tests --sanitize=thread --scratch-path .build/sanitize-thread \
		-Xswiftc -DTHREAD_SANITIZER $(SWIFT_FLAGS)
	TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/Sanitizers/thread.suppressions $(SWIFT) test --skip-build --sanitize=thread \
		--scratch-path .build/sanitize-thread --filter $(SANITIZED_TESTS) -Xswiftc -DTHREAD_SANITIZER $(SWIFT_FLAGS)

bench: build ## measures the release build beside its peers: start-up, keys, memory, the client, listings, summaries (SIZE=MB)
	@.ci/prepare bench
	$(RELEASE) --product ClientBenchmark
	$(RELEASE) --product PredictionBenchmark
	@missed=0; for part in run preflight outputs logs client predictions evaluation; do Tests/Benchmarks/$$part || missed=1; done; exit $$missed

screenshots: build ## takes the pictures under screenshots/ again
	screenshots/take

clean: ## removes everything that was built
	rm -rf .build
