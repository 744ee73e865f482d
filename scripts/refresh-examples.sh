#!/bin/sh
# Writes the examples of the OpenAPI description anew, from a service over the samples in a home of its own.
set -eu
BIN=${1:-.venv/bin}
HOME_DIR=$(mktemp -d)
trap 'kill "$SERVER" 2>/dev/null || true; rm -rf "$HOME_DIR"' EXIT
[ ! -d .planqa/models ] || ln -s "$PWD/.planqa/models" "$HOME_DIR/models"
"$BIN/planqa" build samples/documents --home "$HOME_DIR" --quiet
"$BIN/planqa" serve --home "$HOME_DIR" --port 8766 >/dev/null 2>&1 &
SERVER=$!
for _ in $(seq 60); do
  "$BIN/python" -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8766/readyz')" 2>/dev/null && break
  sleep 0.5
done
"$BIN/python" -m qa_service.api.refresh_examples http://127.0.0.1:8766
