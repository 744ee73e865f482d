# planqa: everything a fresh machine needs. `make run` and `make test` set up by themselves.
PYTHON ?= python3
VENV   ?= .venv
DOCS   ?= samples/documents
HOME_DIR ?= .planqa
HOST   ?= 127.0.0.1
PORT   ?= 8000
ASK    ?= $(if $(filter samples/documents,$(DOCS)),澄湖区“十五五”时期要新增多少高新技术企业？,静安区“一轴三带”是什么？)
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.planqa-installed

.PHONY: help setup run index serve test test-slow test-all lint bench gate baselines figures tuning judging examples clean system

help:
	@echo 'make run [DOCS=folder] [PORT=8000]  set up, index, answer one question, serve'
	@echo 'make test                           set up, run the fast tests'
	@echo 'make test-slow | lint | bench       the slow tests | ruff and mypy | speed and size'
	@echo 'make gate                           retrieval against the stored baselines'

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt scripts/setup.sh
	PYTHON='$(PYTHON)' VENV='$(VENV)' sh scripts/setup.sh
	@touch $@

system:
	@sh scripts/system-packages.sh

index: setup
	$(BIN)/planqa build $(DOCS) --home $(HOME_DIR)

run: index
	$(BIN)/planqa ask '$(ASK)' -k 2 --home $(HOME_DIR) || true
	$(BIN)/planqa serve --home $(HOME_DIR) --host $(HOST) --port $(PORT)

serve: setup
	$(BIN)/planqa serve --home $(HOME_DIR) --host $(HOST) --port $(PORT)

test: setup system
	$(BIN)/pytest

test-slow: setup system
	$(BIN)/pytest -m slow

test-all: test test-slow

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

CORPUS ?= $(or $(PLANQA_CORPUS),../shared/corpus)
RUN    ?= $(HOME_DIR)/runs/dev

GATE ?= .planqa-test/gate
QUESTIONS ?= $(CORPUS)/../questions/dev.jsonl

# Retrieval and refusals against the stored baselines: always on the samples, and on the real documents and
# the development questions where they are at hand.
gate: setup
	BIN='$(BIN)' sh scripts/gate.sh '$(GATE)' '$(CORPUS)' '$(QUESTIONS)'

# The baselines themselves, after a change that is meant to move them.
baselines: setup
	BIN='$(BIN)' STORE=1 sh scripts/gate.sh '$(GATE)' '$(CORPUS)' '$(QUESTIONS)'

# Speed and size; on the real documents where they are at hand, on the samples otherwise.
bench: setup
	$(BIN)/python -m eval.bench --documents $(or $(wildcard $(CORPUS)),$(DOCS)) --output docs/figures/bench.json
	$(BIN)/python -m eval.bench.page

# Trains the default model's additions anew (some 20 minutes); indexes must then be built again.
tuning: setup
	$(BIN)/python -m eval.tuning -o index/tuning.safetensors --figures docs/figures/tuning.json --home $(HOME_DIR)

# After the model: the judge learns from its vectors.
judging: setup
	$(BIN)/python -m eval.judging -o qa_service/judge.safetensors --figures docs/figures/judging.json --home $(HOME_DIR)

# All figures that the docs quote, from the real documents and the development questions.
figures: setup
	$(BIN)/planqa build $(CORPUS) --home $(HOME_DIR)
	$(BIN)/planqa eval run $(CORPUS)/../questions/dev.jsonl --home $(HOME_DIR) -o $(RUN) --today 2026-11-24
	$(BIN)/planqa eval structure $(CORPUS)/000_* $(CORPUS)/001_* samples/documents/* --gold $(CORPUS)/../outlines \
	  --gold samples/outlines --gold samples -o docs/figures/structure.json
	$(BIN)/planqa eval weigh $(CORPUS)/../questions/dev.jsonl eval/sets/everyday_corpus.jsonl=0.2 \
	  --home $(HOME_DIR) -o docs/figures/weights.json
	$(BIN)/planqa eval ablate eval/sets/everyday_corpus.jsonl --home $(HOME_DIR) -o docs/figures/everyday.json \
	  --config full --config as-asked --config untuned --config late-only --config no-late --config no-vectors
	$(BIN)/python -m eval.misspell $(CORPUS)/../questions/dev.jsonl -o $(HOME_DIR)/slips.jsonl
	$(BIN)/planqa eval ablate $(HOME_DIR)/slips.jsonl --home $(HOME_DIR) -o docs/figures/slips.json \
	  --config full --config as-asked
	$(BIN)/python -m eval.told $(CORPUS)/../questions/dev.jsonl -o $(HOME_DIR)/told.jsonl
	$(BIN)/planqa eval ablate $(HOME_DIR)/told.jsonl --home $(HOME_DIR) -o docs/figures/told.json \
	  --config full --config as-asked
	$(BIN)/python -m eval.moved $(CORPUS)/../questions/dev.jsonl -o $(HOME_DIR)/moved.jsonl
	$(BIN)/planqa eval run $(HOME_DIR)/moved.jsonl --home $(HOME_DIR) -o $(HOME_DIR)/runs/moved
	$(BIN)/python -m eval.figures --run $(HOME_DIR)/runs/moved --into moved.json
	$(BIN)/python -m eval.unsaid --home $(HOME_DIR) -o $(HOME_DIR)/unsaid.jsonl
	$(BIN)/planqa eval run $(HOME_DIR)/unsaid.jsonl --home $(HOME_DIR) -o $(HOME_DIR)/runs/unsaid
	$(BIN)/python -m eval.figures --run $(HOME_DIR)/runs/unsaid --into unsaid.json
	$(BIN)/planqa eval ablate $(CORPUS)/../questions/dev.jsonl --home $(HOME_DIR) -o docs/figures/ablation.json \
	  --markdown docs/ablation.md
	$(BIN)/python -m eval.figures --run $(RUN)

# The examples of the OpenAPI description, after a change of ranking or metadata.
examples: setup
	sh scripts/refresh-examples.sh $(BIN)

clean:
	rm -rf $(VENV) .planqa-test build *.egg-info
