"""Questions over the samples that the browser tests ask."""

from __future__ import annotations

from urllib.parse import urlencode

RENT = "租金补贴对初创企业每年最高给多少，按租金的几成？"
ROW = "2025年澄湖区高新技术企业有多少家？"
OUT_OF_PLACE = ("量子力学的基本假设", "火星基地的氧气供应量是多少？", "怎么做红烧肉？", "今天股市怎么样")
"""Which of these the engine refuses is the calibration's business; the page needs one that is."""


def at(question: str = "", **more: str) -> str:
    """The page's address for a question."""
    query = {"q": question, **more} if question else more
    return "/?" + urlencode(query)
