"""Take the README's picture from a service over the samples: ``python scripts/picture.py URL FILE``."""

from __future__ import annotations

import sys
from urllib.parse import quote

from playwright.sync_api import sync_playwright

QUESTION = "租金补贴对初创企业每年最高给多少，按租金的几成？"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
]


def main(base: str, target: str) -> None:
    """Ask one question in a real browser and keep what a person sees of the answer."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=1.5)
        page.goto(f"{base}/?q={quote(QUESTION)}")
        page.click(".hit h2 a")
        page.wait_for_selector(".reader mark")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
