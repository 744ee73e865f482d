"""The compact dictionary gives the library's own segmentation, and its file is a cache that may be lost."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import segment
from index.word_frequencies import (
    FILE,
    LONGEST,
    Dictionary,
    WordFrequencies,
    load_dictionary,
    save_dictionary,
)

REPOSITORY = Path(__file__).resolve().parents[2]
SMALL = {"养": 0, "养老": 70, "养老院": 9, "床": 3, "床位": 8, "a": 0, "ab": 5}

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=5)

TEXT = st.text(
    st.one_of(
        st.sampled_from(
            "静远区养老服务设施床位产业规划公共租赁住房申请条件生物医药人工智能第十二条二〇二五年"
        ),
        st.sampled_from("abAI2025.%，。、（）《》 \n"),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    ),
    max_size=80,
)


@pytest.fixture(scope="module")
def library() -> Any:
    """jieba as it comes, its dictionary read from its text file."""
    jieba.setLogLevel(logging.WARNING)
    plain = jieba.Tokenizer()
    with plain.get_dict_file() as file:
        plain.FREQ, plain.total = plain.gen_pfdict(file)
    plain.initialized = True
    return plain


@settings(max_examples=200)
@given(text=TEXT)
def test_text_is_cut_as_the_library_cuts_it(library: Any, text: str) -> None:
    ours = segment.segmenter()
    assert list(ours.cut(text)) == list(library.cut(text))
    assert list(ours.cut_for_search(text)) == list(library.cut_for_search(text))


def test_every_frequency_is_the_librarys(library: Any) -> None:
    ours = segment.segmenter()
    assert ours.total == library.total
    assert len(ours.FREQ) == len(library.FREQ)
    assert all(ours.FREQ[word] == count for word, count in library.FREQ.items())
    assert max(map(len, library.FREQ)) <= LONGEST


@given(words=st.dictionaries(WORDS, st.integers(0, 2**32 - 1), max_size=30))
def test_frequencies_survive_the_file(
    words: dict[str, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("words") / FILE
    save_dictionary(Dictionary(WordFrequencies.of(words), 5, "s"), path)
    loaded = load_dictionary(path, "s")
    assert loaded is not None
    assert (loaded.total, len(loaded.frequencies)) == (5, len(words))
    assert {word: loaded.frequencies[word] for word in words} == words


def test_words_may_be_added() -> None:
    words = WordFrequencies.of(SMALL)
    words["养老"], words["城发"] = 99, 4
    assert (words["养老"], words["城发"], words.get("养"), len(words)) == (99, 4, 0, len(SMALL) + 1)
    assert "城" not in words
    assert words.get("城", 7) == 7
    with pytest.raises(KeyError):
        words["城"]
    assert words.beginning("养老院", 0) == [(2, 99), (3, 9)]
    assert words.beginning("城发", 0) == []  # what begins it is no beginning that the dictionary knows


def test_the_library_may_add_words_to_it() -> None:
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = WordFrequencies.of(SMALL), 100, True
    tokenizer.add_word("养老院床位", 500)
    assert list(tokenizer.cut("养老院床位", HMM=False)) == ["养老院床位"]


@pytest.mark.parametrize("harm", ["missing", "empty", "short", "bit", "other source", "text"])
def test_damage_is_no_dictionary(tmp_path: Path, harm: str) -> None:
    path = tmp_path / FILE
    save_dictionary(Dictionary(WordFrequencies.of(SMALL), 95, "one"), path)
    whole = path.read_bytes()
    if harm == "missing":
        path.unlink()
    elif harm != "other source":
        path.write_bytes(
            {"empty": b"", "short": whole[:-9], "bit": whole[:-9] + b"\x01" + whole[-8:], "text": b"words\n"}[
                harm
            ]
        )
    assert load_dictionary(path, "two" if harm == "other source" else "one") is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    save_dictionary(Dictionary(WordFrequencies.of(SMALL), 95, "one"), tmp_path / "missing" / FILE)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def fresh() -> Iterator[None]:
    """The segmenter as a process finds it that has not cut anything yet."""
    kept, segment._CACHE[:] = list(segment._CACHE), []
    segment._load.cache_clear()
    yield
    segment._CACHE[:] = kept
    segment._load.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_the_first_process_leaves_the_dictionary_for_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "jieba"
    folder.mkdir(parents=True)
    (folder / "jieba.cache").write_bytes(b"of an earlier version")
    segment.use_home(tmp_path)
    first = list(segment.segmenter().cut("养老服务设施布局"))
    assert [path.name for path in folder.iterdir()] == [FILE]
    script = (
        "import sys; from pathlib import Path; import jieba; from index import segment\n"
        "def refuse(self, file): raise SystemExit('the text file was read again')\n"
        "jieba.Tokenizer.gen_pfdict = refuse; segment.use_home(Path(sys.argv[1]))\n"
        "print('/'.join(segment.segmenter().cut('养老服务设施布局')), end='')"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert done.stdout == "/".join(first)


@pytest.mark.usefixtures("fresh")
def test_a_damaged_dictionary_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "jieba" / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no dictionary")
    segment.use_home(tmp_path)
    assert "养老" in segment.segmenter().FREQ
    assert path.stat().st_size > 1_000_000
