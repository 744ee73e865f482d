#!/bin/sh
# Runs the question sets at hand and holds each run against its baseline in docs/figures, or, with STORE=1,
# stores it as the baseline.
set -eu
home=$1 corpus=$2 questions=$3
# The day as of which 今年 and 有效期 are read: that of the baselines.
asked_on=2026-11-24
planqa="${BIN:-.venv/bin}/planqa"

check() {  # name, documents, question set
  "$planqa" build "$2" --home "$home" >/dev/null
  "$planqa" eval run "$3" --home "$home" -o "$home/runs/$1" --today "$asked_on" >/dev/null
  if [ -n "${STORE:-}" ]; then
    "$planqa" eval baseline "$home/runs/$1" -o "docs/figures/baseline-$1.json" \
      --tolerance AUROC=0.03 --tolerance refused=0.15 --tolerance wrongly_refused=0.03
  else
    "$planqa" eval gate "$home/runs/$1" --against "docs/figures/baseline-$1.json"
  fi
}

check samples samples/documents samples/questions.jsonl
if [ -d "$corpus" ] && [ -f "$questions" ]; then
  check dev "$corpus" "$questions"
else
  echo "NOT CHECKED: the development questions (no real corpus at $corpus)"
fi
