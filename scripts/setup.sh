#!/bin/sh
# Makes the virtual environment and installs planqa with its tests and linters, pinned by constraints.txt.
set -eu
: "${PYTHON:=python3}" "${VENV:=.venv}"

"$PYTHON" - <<'PY' || { echo "错误：需要 Python 3.11 或更新版本（可用 make PYTHON=/path/to/python3.11）" >&2; exit 2; }
import sys
raise SystemExit(sys.version_info < (3, 11))
PY

if [ ! -x "$VENV/bin/python" ]; then
  if ! "$PYTHON" -m venv "$VENV" 2>/dev/null; then
    rm -rf "$VENV"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      apt-get update -qq && apt-get install -y -qq python3-venv
      "$PYTHON" -m venv "$VENV"
    else
      echo "错误：无法建立虚拟环境；请先安装 python3-venv" >&2
      exit 2
    fi
  fi
fi

# torch first and by itself: the pinned version is the CPU build where one is offered.
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,lint,ocr,retrievers]'
