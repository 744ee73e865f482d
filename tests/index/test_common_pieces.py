"""The small vocabulary is an optimisation: it must never be seen in a result."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers

from index.common_pieces import CommonTokenizer, is_common
from index.model_folder import PROMPTS, TOKENIZER
from index.needed_pieces import PIECES, NeededPieces
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


ANY = st.lists(
    st.one_of(
        st.sampled_from("规划第十二条公租房住宅静远区的了二〇○年"),
        st.sampled_from("abcdefghijklmnopqrstuvwxyzABC0123456789 .%-/_'’"),
        st.sampled_from("éüßæøłğ планразвитиягорода まちづくり도시계획 αβγ العربية ไทย हिन्दी"),
        st.sampled_from("①②㎡％㈠… \n\t\u3000\u00a0\u200b\ufeff▁ﬁⅣªº"),
        st.sampled_from(["the ", "plan", "PM2.5", "wi-fi ", "app", "ing", "<s>", "</s>", "<unk>", "<mask>"]),
        st.characters(blacklist_categories=["Cs"]),
    ),
    max_size=40,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(text=ANY, prompt=st.sampled_from(sorted(PROMPTS.values())))
def test_any_text_gives_what_the_full_vocabulary_gives(
    both: tuple[CommonTokenizer, PieceTokenizer], text: str, prompt: str
) -> None:
    small, full = both
    assert [_plain(p) for p in small(prompt, [text])] == [_plain(p) for p in full(prompt, [text])]


def test_other_scripts_keep_their_order_and_load_no_full_vocabulary(model_folder: Path) -> None:
    small = CommonTokenizer(model_folder, 512)
    texts = ["规划", "the plan", "第十二条", "план", "〇"]
    assert [is_common(t) for t in texts] == [True, False, True, False, True]
    full = PieceTokenizer.open(model_folder / TOKENIZER, 512)
    assert [_plain(p) for p in small("query: ", texts)] == [_plain(p) for p in full("query: ", texts)]
    assert small._full is None


def test_a_special_token_spelled_out_is_left_to_the_full_vocabulary(model_folder: Path) -> None:
    small = CommonTokenizer(model_folder, 512)
    full = PieceTokenizer.open(model_folder / TOKENIZER, 512)
    text = "规划</s>ab <mask> 住宅"
    assert _plain(small("query: ", [text])[0]) == _plain(full("query: ", [text])[0])
    assert small._full is not None


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder with a tokenizer of a handful of pieces."""
    tokenizer = Tokenizer(
        models.Unigram([("<unk>", 0.0), ("▁", -2.0), ("a", -3.0), ("ab", -3.5), ("规划", -4.0)], unk_id=0)
    )
    tokenizer.add_special_tokens(["<unk>"])
    tokenizer.save(str(tmp_path / TOKENIZER))
    return tmp_path


def _small_ids(pieces: NeededPieces) -> list[int]:
    return pieces.encode("ab规划x", normalizers.NFKC())[0]


def test_the_compact_form_is_left_for_the_next_process(tiny: Path) -> None:
    first = _small_ids(NeededPieces.read(tiny))
    assert first == Tokenizer.from_file(str(tiny / TOKENIZER)).encode("ab规划x").ids
    (tiny / TOKENIZER).unlink()
    assert _small_ids(NeededPieces.read(tiny)) == first


@pytest.mark.parametrize("harm", ["empty", "short", "bit", "text"])
def test_a_damaged_compact_form_is_made_anew(tiny: Path, harm: str) -> None:
    expected = _small_ids(NeededPieces.read(tiny))
    path = tiny / PIECES
    whole = path.read_bytes()
    damaged = {
        "empty": b"",
        "short": whole[:-5],
        "bit": whole[:-5] + b"\x7f" + whole[-4:],
        "text": b"pieces\n",
    }
    path.write_bytes(damaged[harm])
    assert _small_ids(NeededPieces.read(tiny)) == expected
    assert path.read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_no_error(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("index.needed_pieces.tempfile.mkstemp", refuse)
    assert _small_ids(NeededPieces.read(tiny))
    assert not (tiny / PIECES).exists()
