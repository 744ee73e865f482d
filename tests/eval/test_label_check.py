"""Labels that don't fit their class are named, and so are quotations that stand nowhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.corpus import read_corpus
from eval.corpus_check import misplaced_quotes
from eval.labels import validate_labels
from eval.questions import Question
from ingest.errors import BadInput

SOUND = Question("a", "绿地多少？", "number", "36公顷", ("新建绿地36公顷",), ("一.txt",))


def test_a_sound_set_has_no_problems() -> None:
    others = [
        Question("b", "哪两处？", "multi", "甲、乙", ("在甲处", "在乙处"), ("一.txt",)),
        Question("c", "房租多少？", "unanswerable"),
        replace(SOUND, id="d", question="新建绿地63公顷。", type="misquote", altered="63公顷 -> 原文36公顷"),
    ]
    assert validate_labels([SOUND, *others]) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"type": "multi"}, "不足两条"),
        ({"quotes": ()}, "没有原文"),
        ({"type": "unanswerable", "answer": ""}, "却给了原文"),
        ({"type": "unanswerable", "quotes": ()}, "却给了答案"),
        ({"quotes": ("——",)}, "没有文字"),
        ({"alt_quotes": ("新建绿地 36 公顷",)}, "原文有重复"),
        ({"sources": ()}, "没有写来源"),
        ({"quote_sources": ("一.txt", "一.txt")}, "条数不同"),
        ({"quote_sources": ("二.txt",)}, "来源之外"),
        ({"altered": "36 -> 63"}, "类型不是 misquote"),
        ({"type": "misquote"}, "没有写改动"),
        ({"type": "misquote", "altered": "一个数"}, "前后两个值"),
    ],
)
def test_each_disagreement_is_named(changes: dict[str, object], told: str) -> None:
    problems = validate_labels([replace(SOUND, **changes)])
    assert [problem.id for problem in problems] == ["a"]
    assert told in problems[0].message


def test_repeated_ids_and_questions_are_named() -> None:
    again = replace(SOUND, question="另一问？")
    copied = replace(SOUND, id="b", question="绿地  多少?")
    problems = [p for p in validate_labels([SOUND, again, copied]) if p.severity == "error"]
    assert [(p.id, p.message) for p in problems] == [
        ("a", "编号重复"),
        ("b", "问题与 a 相同"),
    ]


def test_a_quote_must_stand_in_its_own_source(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text("到2025年，\n新建绿地 36\n公顷。", encoding="utf-8")
    (tmp_path / "二.txt").write_text("改建绿地5公顷。", encoding="gb18030")
    corpus = read_corpus(tmp_path).texts
    elsewhere = replace(SOUND, id="b", quotes=("改建绿地5公顷",))
    by_quote = replace(
        SOUND, id="c", quotes=("改建绿地5公顷",), sources=("一.txt", "二.txt"), quote_sources=("二.txt",)
    )
    wrong_one = replace(by_quote, id="e", quote_sources=("一.txt",))
    unknown = replace(SOUND, id="d", alt_sources=("三.txt",))
    problems = misplaced_quotes([SOUND, elsewhere, by_quote, wrong_one, unknown], corpus)
    assert [(p.id, p.message) for p in problems] == [
        ("b", "原文不在来源文件里：改建绿地5公顷（在 二.txt 里）"),
        ("e", "原文不在来源文件里：改建绿地5公顷（在 二.txt 里）"),
        ("d", "来源文件不在语料里：三.txt"),
    ]


def test_an_alternative_quote_may_stand_anywhere_but_must_stand(tmp_path: Path) -> None:
    corpus = {"一.txt": "新建绿地36公顷", "二.txt": "改建绿地5公顷"}
    fine = replace(SOUND, alt_quotes=("改建绿地5公顷",))
    astray = replace(SOUND, id="b", alt_quotes=("拆除绿地1公顷",))
    assert [problem.id for problem in misplaced_quotes([fine, astray], corpus)] == ["b"]


def test_a_folder_without_text_is_bad_input(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(BadInput):
            read_corpus(folder)
