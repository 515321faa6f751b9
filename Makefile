# What a person or CI runs. `make help` lists it.
GO ?= go
BIN := bin/zuka

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "%-12s %s\n", $$1, $$2}'

.PHONY: assets
assets: ## bring the browser files of the playground and the dashboard by npm
	@sh internal/platform/asset/bring.sh internal/server/playground
	@sh internal/platform/asset/bring.sh internal/dashboard

.PHONY: dev
dev: build ## serve on 127.0.0.1:8080 from a private PostgreSQL and Redis
	$(BIN) dev

.PHONY: build
build: assets ## build the binary into bin/
	$(GO) build -o $(BIN) ./cmd/zuka

.PHONY: test
test: assets ## run all tests against a private PostgreSQL and Redis
	$(GO) build -o $(BIN) ./cmd/zuka
	@# make lint vets; doing it here too takes minutes of a cold start.
	$(BIN) stack -- $(GO) test -vet=off -timeout 60m ./...

.PHONY: clients
clients: build ## run the clients that front ends use against the binary
	@cd clients && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@bash clients/serve.sh

.PHONY: bench
bench: build ## measure beside a hand-written server and print the figures (FLAGS="--only search")
	$(GO) build -o bin/bench ./cmd/bench
	@$(BIN) stack -- bin/bench $(FLAGS)

.PHONY: loadtest
loadtest: build ## let a crowd of 500 shop and print how it went (FLAGS="--shoppers 100 --persisted")
	$(GO) build -o bin/loadtest ./cmd/loadtest
	@$(BIN) stack -- bin/loadtest --start $(FLAGS)

.PHONY: lint
lint: ## look for mistakes and bad form
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./cmd/... ./graph ./graph/inplace ./graph/loader ./graph/scalar ./graph/usererror ./internal/... ./migrations

.PHONY: generate
generate: ## write the code that ent and gqlgen generate
	$(GO) generate ./ent
	$(GO) tool gqlgen generate
	@# The guard refuses @defer; a group ready for it costs each object of an answer a map and a path. Lists whose elements
	@# wait for nothing are written in place, without a goroutine for each; what thousands follow and what many lists show is written once (graph/inplace).
	@sed -e 's/graphql\.NewDeferredGroup(ctx)/graphql.DeferredGroup{}/' \
		-e 's/graphql\.MarshalSliceConcurrently(ctx, len(v), 64, false, func/inplace.Slice(ctx, sel, len(v), func/' \
		-e 's/return _LeaderboardChanges(ctx, ec, sel, v)/return inplace.Shared(ctx, sel, v, func() graphql.Marshaler { return _LeaderboardChanges(ctx, ec, sel, v) })/' \
		-e 's/return _\(Product\|Category\)(ctx, ec, sel, v)/return inplace.Card(ctx, ec.OperationContext, sel, v, func() graphql.Marshaler { return _\1(ctx, ec, sel, v) })/' \
		-e '/^func marshalN\(Product\|Category\)2ᚕ/,/^}/s/inplace\.Slice(ctx, sel, len(v), func/inplace.Cards(ctx, ec.OperationContext, sel, v, func/' \
		-e '/^\t\t\tvar buf bytes.Buffer$$/{N;N;s/.*response.Data = buf.Bytes()/\t\t\tresponse.Data = inplace.Body(data)/}' \
		-e 's#^	"zuka/graph/model"$$#	"zuka/graph/inplace"\n	"zuka/graph/model"#' graph/exec/exec.go >graph/exec/exec.tmp && mv graph/exec/exec.tmp graph/exec/exec.go
	@$(GO) generate ./graph/inplace
