# README.md explains the targets that people use; `make check` is for committing.

# Where the data sets are kept; fmnist reads the same variable.
export FMNIST_DATA ?= $(HOME)/.cache/fmnist

DB ?= results/bench.db
BENCHFLAGS ?=
BENCH ?= .
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: build data bench browser postgres pictures parquet test test-long check web microbench studies peers docs clean

build:
	go build -buildvcs=auto -o bin/fmnist ./cmd/fmnist

# Acquires and verifies both data sets; quick when they are there.
data: build
	bin/fmnist get

bench: data
	bin/fmnist bench --suite quick --db $(DB) $(BENCHFLAGS)

# A browser for the tests of the pages, where it can be had; else they are skipped.
browser:
	@command -v chromium >/dev/null || ! command -v apt-get >/dev/null || \
	{ apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null || \
	echo "chromium cannot be installed: the browser tests will be skipped"

# A database server for the tests of many machines, likewise. The tests start their
# own servers: one that the package started is none of ours.
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || ! command -v apt-get >/dev/null || \
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql iproute2; } >/dev/null || \
	echo "PostgreSQL cannot be installed: the tests of many machines will be skipped"

# ImageMagick and pictures for the comparisons of package photo and of fmnist build,
# likewise; the emoji are 16 MB of npm.
pictures:
	@command -v convert-im6.q16 >/dev/null && ls -d /usr/share/openclipart/png /usr/share/icons/gnome /usr/share/icons/oxygen >/dev/null 2>&1 || ! command -v apt-get >/dev/null || \
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	imagemagick openclipart-png gnome-icon-theme oxygen-icon-theme; } >/dev/null || \
	echo "ImageMagick and pictures cannot be installed: the comparison will be skipped"
	@cd photo/testdata/emoji && npm ci --no-audit --no-fund >/dev/null || \
	echo "Emoji cannot be installed: the comparison with 10,000 photographs will be skipped"

# ONNX Runtime, which the tests of the ONNX export compare with: 290 MB of npm.
onnxruntime:
	@cd onnx/testdata/runtime && ONNXRUNTIME_NODE_INSTALL=skip npm ci --no-audit --no-fund >/dev/null || \
	echo "ONNX Runtime cannot be installed: the tests with it will be skipped"

# A reader of Parquet that is not ours: 1 MB of npm.
parquet:
	@cd convert/testdata/parquet && npm ci --no-audit --no-fund >/dev/null || \
	echo "hyparquet cannot be installed: the test with it will be skipped"

test: data browser postgres
	go vet ./...
	go test -timeout 14m ./...

# The benchmark killed often, and timed with many jobs while nothing else runs;
# the tests again on plain Go instead of assembly, under the race detector, and a
# minute of fuzzing for every fuzz target.
test-long: parquet test pictures
	go test -v -count 1 -run 'TestKills|TestOverhead' ./cmd/fmnist -rounds 50 -trivial 1000 -overhead 50ms
	go test -v -count 1 -run 'TestSchedulingIsFlat|TestDrain' -timeout 30m ./queue -drain 100000
	go test -v -count 1 -run 'TestLostWorkers|TestSpeedUp|TestShortJobs' -timeout 30m ./queue -rounds 20 -short-jobs 10000
	go test -v -count 1 -run TestSameOnPostgres -timeout 60m ./cmd/fmnist -quick-suite
	go test -v -count 1 -run TestImageMagick -timeout 30m ./photo -peer-pictures 200
	go test -v -count 1 -run TestEmbeddingPans ./web -frames 30
	go test -v -count 1 -run TestViewers ./cmd/fmnist -viewers 200
	go test -v -count 1 -run TestBars -timeout 30m ./study -bars
	go vet -tags noasm ./... && GOARCH=arm64 go vet ./...
	go test -tags noasm -timeout 60m ./internal/simd/... ./internal/splits/... ./internal/tensor/... ./learn/...
	go test -race -short -timeout 60m ./...
	./fuzz.sh 60s

check:
	test -z "$$(gofmt -l .)"
	go vet ./...
	go run $(STATICCHECK) ./...
	go test -short -race -timeout 14m ./...
	./fuzz.sh 10s

# Bundles the pages of the results site anew, with Node and npm; what comes out
# is kept in the repository, so that nothing else needs them.
web:
	cd web/app && npm ci --no-audit --no-fund && npm run check && npm run build

# Go's own benchmarks: make microbench BENCH=Gemm
microbench: data
	go test -run '^$$' -bench '$(BENCH)' -count 1 ./...

# All studies, with the results that are there. The site shows them:
# bin/fmnist serve --db results/bench.db --studies results/studies
studies: data
	bin/fmnist study all --db $(DB) --out results/studies

# Ours and scikit-learn, PyTorch, LIBSVM, LIBLINEAR and umap-learn on the same
# data, and ImageMagick on the same photographs, in one run.
peers: data pictures
	go run ./peers
	go test -v -count 1 -timeout 30m -run TestPeer ./draw/embed -peer
	go test -v -count 1 -timeout 60m -run TestPeerImageMagick ./cmd/fmnist -photographs 10000

# Makes the tables of docs/classic.md anew, from results/classic-*.jsonl.
docs:
	go run ./docs/classic

clean:
	rm -rf bin
