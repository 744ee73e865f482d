"""Lists of appointments as people paste and retell them: every row counts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from cli_kit import REPOSITORY
from corpus import corpus_folder

from ingest.files import read_file
from ingest.model import Document
from qa_service.check.appointments import Appointment, read_appointments
from qa_service.check.checker import Checker

THEN = date(2026, 1, 10)
_RANK = re.compile("(主任|局长|院长|校长|所长|处长|部长|经理)")


@pytest.fixture(scope="module", params=["samples", "corpus"])
def documents(request: pytest.FixtureRequest) -> list[Document]:
    folder: Path | None = REPOSITORY / "samples" / "documents"
    if request.param == "corpus":
        folder = corpus_folder()
    if folder is None:
        pytest.skip("no real corpus")
    return [d for path in sorted(folder.iterdir()) for d in read_file(path).report.documents]


@pytest.fixture(scope="module")
def groups(documents: list[Document]) -> list[list[Appointment]]:
    """Three rows of one list at a time."""
    found = []
    for removed in (False, True):
        some = [one for one in read_appointments(documents) if one.removed == removed]
        found += [some[place : place + 3] for place in range(0, len(some) - 2, 3)]
    whole = [group for group in found if len({one.document for one in group}) == 1]
    assert whole
    return random.Random(5).sample(whole, min(12, len(whole)))


def _forms(group: Sequence[Appointment]) -> Iterator[str]:
    verb = "免去" if group[0].removed else "任命"
    yield f"姓名\t{verb}职务\n" + "\n".join(f"{one.name}\t{one.post}；" for one in group)
    told = (f"{one.name}的{one.post}职务" if one.removed else f"{one.name}为{one.post}" for one in group)
    yield verb + "，".join(told) + "。"


def test_a_true_list_is_verified(documents: list[Document], groups: list[list[Appointment]]) -> None:
    checker = Checker(documents)
    for text in (text for group in groups for text in _forms(group)):
        assert checker.check(text, today=THEN).verdict in ("verified", "outdated"), text


def test_posts_that_change_hands_are_found(
    documents: list[Document], groups: list[list[Appointment]]
) -> None:
    checker = Checker(documents)
    for group in groups:
        first, last = group[0], group[-1]
        if first.name == last.name or first.post == last.post:
            continue
        for text in _forms(group):
            swapped = text.replace(first.name, "@").replace(last.name, first.name).replace("@", last.name)
            assert checker.check(swapped, today=THEN).verdict == "altered", swapped


def test_another_rank_in_any_row_is_found(documents: list[Document], groups: list[list[Appointment]]) -> None:
    checker = Checker(documents)
    for number, group in enumerate(groups):
        post = group[number % 3].post
        other = post.replace("副", "", 1) if "副" in post else _RANK.sub(r"副\1", post, count=1)
        for text in _forms(group) if other != post else ():
            wrong = text.replace(post, other)
            assert checker.check(wrong, today=THEN).verdict == "altered", wrong
