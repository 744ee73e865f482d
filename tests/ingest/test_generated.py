"""Made-up documents of every numbering and layout: what was put in must come out."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from checks import check_reading
from gold import outline_score
from layouts import MadeDocument, make_document
from made_up import reading

from eval.outline_score import OutlineScore

FEW = range(1000, 1040)
MANY = range(300)


def score(made: MadeDocument) -> OutlineScore:
    found = reading(made.text, "青禾区文件" + made.suffix)
    check_reading(found)
    return outline_score(found, made.headings, made.optional)


def shares(seeds: Iterable[int]) -> tuple[float, float]:
    """F1 and parent accuracy over all headings of the documents."""
    matched = wanted = found = parents = 0.0
    for seed in seeds:
        one = score(make_document(seed))
        matched += one.matched
        wanted += one.gold
        found += one.matched + len(one.extra)
        parents += one.matched * (one.parent_accuracy or 0)
    return 2 * matched / (wanted + found), parents / matched


def test_the_generator_makes_what_it_says() -> None:
    made = [make_document(seed) for seed in FEW]
    assert {one.layout for one in made} == {"whole", "spaced", "wrapped", "unindented", "pages", "markdown"}
    assert made[0] == make_document(FEW[0])
    for one in made:
        lines = one.text.split("\n")
        squeezed = ["".join(line.split()).replace("*", "").replace("#", "") for line in lines]
        for heading in one.headings:
            start = "".join(heading.heading.split())[:12]
            assert squeezed[heading.line - 1][: len(start)] == start


def test_headings_of_made_up_documents_come_back() -> None:
    f1, parents = shares(FEW)
    assert f1 >= 0.995 and parents >= 0.99


@pytest.mark.slow
def test_headings_of_three_hundred_made_up_documents_come_back() -> None:
    f1, parents = shares(MANY)
    assert f1 >= 0.998 and parents >= 0.995
