#!/bin/sh
# Installs what the browser tests use, where root and apt allow; says plainly what is missing otherwise.
set -u
if command -v chromium >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  { apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk; } >/dev/null 2>&1 && exit 0
fi
echo "提示：没有安装 chromium，页面测试将跳过（Debian/Ubuntu：apt-get install chromium fonts-noto-cjk）" >&2
exit 0
