"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chars import BLANK
from ingest.sentences import is_stopped, sentence_spans

TEXT = st.text(alphabet=st.sampled_from('规划a12 　\n。！？；;.．”）"%，、“（'), max_size=60)


@given(TEXT, st.booleans())
def test_spans_ascend_and_leave_out_blanks_only(text: str, semicolons: bool) -> None:
    position = 0
    for start, end in sentence_spans(text, semicolons=semicolons):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip(BLANK)
        assert text[start] not in BLANK and text[end - 1] not in BLANK
        position = end
    assert not text[position:].strip(BLANK)


@given(TEXT)
def test_a_sentence_is_one_sentence(text: str) -> None:
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        assert sentence_spans(sentence) == [(0, len(sentence))]
        assert "\n" not in sentence


@given(TEXT)
def test_semicolons_only_split_further(text: str) -> None:
    coarse = {end for _, end in sentence_spans(text)}
    fine = {end for _, end in sentence_spans(text, semicolons=True)}
    assert coarse <= fine


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("产值增长7.5%。投入增长3.2%。", ["产值增长7.5%。", "投入增长3.2%。"]),
        ("他说：“干得好。”大家都笑了。", ["他说：“干得好。”", "大家都笑了。"]),
        ("产业升级.２０２０年达到１．５％.第二句", ["产业升级.", "２０２０年达到１．５％.", "第二句"]),
        ("见www.example.gov.cn网站", ["见www.example.gov.cn网站"]),
        ("一是增收；二是节支；三是监督。", ["一是增收；二是节支；三是监督。"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("能行吗？能！", ["能行吗？", "能！"]),
        ("", []),
    ],
)
def test_examples(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@pytest.mark.parametrize(
    "text", ["好。", "好。”", "如下：", "（责任单位：区商务委）", "好.", "行吗？", "占 5%."]
)
def test_stopped(text: str) -> None:
    assert is_stopped(text)


@pytest.mark.parametrize("text", ["推进“一网", "增长7.", "优化布局，", "一、总体要求", "”"])
def test_not_stopped(text: str) -> None:
    assert not is_stopped(text)
