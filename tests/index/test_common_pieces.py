"""The small vocabulary is an optimisation: it must never be seen in a result."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.common_pieces import CommonTokenizer, is_common
from index.model_folder import PROMPTS, TOKENIZER
from index.pieces import Pieces, PieceTokenizer

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
COMMON = st.text(
    st.one_of(
        st.sampled_from("规划第十二条公租房住宅静远区的了二〇○年"),
        st.sampled_from("０１２９ＡＧＤＰABCXYZ0123456789.%-/<>_"),
        st.sampled_from("，。（）“”〔〕、；：～①②㎡％㈠… \n\t\u3000\u00a0\u200b\ufeff▁"),
        HAN,
        st.characters(blacklist_categories=["Cs"]),
    ),
    max_size=80,
)


@pytest.fixture(scope="module")
def both(model_folder: Path) -> tuple[CommonTokenizer, PieceTokenizer]:
    return CommonTokenizer(model_folder, 40), PieceTokenizer.open(model_folder / TOKENIZER, 40)


def _plain(pieces: Pieces) -> tuple[object, ...]:
    own = (pieces.first, pieces.last) if pieces.first < pieces.last else None
    return pieces.ids.tolist(), own, pieces.offsets.tolist(), pieces.truncated_at


@settings(max_examples=400, deadline=None)
@given(text=COMMON, prompt=st.sampled_from(sorted(PROMPTS.values())))
def test_it_gives_what_the_full_vocabulary_gives(
    both: tuple[CommonTokenizer, PieceTokenizer], text: str, prompt: str
) -> None:
    small, full = both
    # every character that would call for the full vocabulary is dropped, so the small one does the work
    text = "".join(c for c in text if is_common(c))
    if is_common(text):
        assert small._full is None
        assert [_plain(p) for p in small(prompt, [text])] == [_plain(p) for p in full(prompt, [text])]


def test_other_scripts_load_the_full_vocabulary_and_keep_their_order(model_folder: Path) -> None:
    small = CommonTokenizer(model_folder, 512)
    texts = ["规划", "the plan", "第十二条", "план", "〇"]
    assert [is_common(t) for t in texts] == [True, False, True, False, True]
    full = PieceTokenizer.open(model_folder / TOKENIZER, 512)
    assert [_plain(p) for p in small("query: ", texts)] == [_plain(p) for p in full("query: ", texts)]
    assert small._full is not None
