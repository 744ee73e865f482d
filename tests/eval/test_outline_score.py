"""Outline and document scores on small structures counted by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.document_score import DocumentRow, score_documents
from eval.outline_score import Heading, OptionalRow, score_outline

GOLD = [
    Heading(0, "某区绿化规划", 1),
    Heading(1, "一、总体要求", 5),
    Heading(2, "（一）指导思想", 7),
    Heading(1, "二、主要任务", 20),
    Heading(2, "（一）增绿", 22),
    Heading(2, "（二）护绿", 30),
]


def test_the_gold_itself_scores_one() -> None:
    score = score_outline(GOLD, GOLD)
    assert (score.precision, score.recall, score.f1) == (1, 1, 1)
    assert (score.parent_accuracy, score.level_accuracy) == (1, 1)
    assert (score.missed, score.extra) == ((), ())


def test_hand_counted_figures() -> None:
    found = [
        Heading(0, "某区　绿化规划", 2),
        Heading(1, "一、 总体要求", 5),
        Heading(1, "(一)指导思想", 7),
        Heading(1, "三、没有的", 15),
        Heading(2, "（一）增绿", 22),
        Heading(2, "（二）护绿", 33),
    ]
    score = score_outline(found, GOLD)
    # Matched: title, 一、, （一）指导思想, （一）增绿; 护绿 is three lines off.
    assert score.matched == 4
    assert score.precision == pytest.approx(4 / 6)
    assert score.recall == pytest.approx(4 / 6)
    assert score.level_accuracy == pytest.approx(3 / 4)
    # 指导思想 stands under the title instead of 一、; 增绿 under a heading that isn't there.
    assert score.parent_accuracy == pytest.approx(2 / 4)
    assert [row.line for row in score.missed] == [20, 30]
    assert [row.line for row in score.extra] == [15, 33]


def test_the_same_text_twice_is_matched_by_line_one_to_one() -> None:
    gold = [Heading(1, "附则", 10), Heading(1, "附则", 12)]
    assert score_outline([Heading(1, "附则", 12)], gold).missed == (gold[0],)
    assert score_outline([*gold, Heading(1, "附则", 11)], gold).extra == (Heading(1, "附则", 11),)


def test_optional_entries_cost_nothing_and_hide_no_parent() -> None:
    optional = [OptionalRow("lead-in", 21, "分三步走，先易后难"), OptionalRow("date", 3, "2021年1月1日")]
    found = [*GOLD[:4], Heading(1, "分三步走", 21), *GOLD[4:]]
    score = score_outline(found, GOLD, optional)
    assert (score.precision, score.parent_accuracy, score.optional) == (1, 1, 1)
    assert score_outline(found, GOLD).precision == pytest.approx(6 / 7)


def test_an_optional_row_elsewhere_excuses_nothing() -> None:
    optional = [OptionalRow("lead-in", 40, "分三步走")]
    assert score_outline([*GOLD, Heading(1, "分三步走", 21)], GOLD, optional).precision < 1


def test_nothing_found_is_no_precision_and_no_recall() -> None:
    score = score_outline([], GOLD)
    assert (score.precision, score.recall, score.f1, score.parent_accuracy) == (None, 0, 0, None)
    assert score.missed == tuple(GOLD)


@given(st.sets(st.integers(0, len(GOLD) - 1)), st.randoms(use_true_random=False))
def test_dropping_headings_costs_recall_alone(dropped, chance) -> None:
    found = [row for place, row in enumerate(GOLD) if place not in dropped]
    chance.shuffle(found)
    score = score_outline(found, GOLD)
    assert score.recall == pytest.approx(1 - len(dropped) / len(GOLD))
    assert score.extra == ()


NOTICE = DocumentRow(1, 20, "某区人民政府关于绿化的通知", "某区人民政府", "某府发〔2021〕2号", "2021-03-01")
RULES = DocumentRow(21, 60, "某区绿化办法")


def test_documents_right_in_everything() -> None:
    score = score_documents([NOTICE, RULES], [NOTICE, RULES])
    assert (score.matched, score.borders, set(score.fields.values())) == (2, 1, {1})
    assert score.differences == ()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"first_line": 2, "last_line": 19}, []),
        ({"last_line": 18}, ["borders"]),
        ({"title": "关于绿化的通知"}, ["title"]),
        ({"title": "关于绿 化的通知"}, ["title"]),
        ({"title": "关于护绿的通知"}, ["title", "bare_title"]),
        ({"doc_number": "某府发〔２０２１〕 2 号"}, []),
        ({"doc_number": "某府办发〔2021〕2号"}, ["doc_number"]),
        ({"issuer": ""}, ["issuer"]),
        ({"written": "2021-03-11"}, ["written"]),
    ],
)
def test_each_wrong_field_is_told(changes: dict[str, object], wrong: list[str]) -> None:
    score = score_documents([replace(NOTICE, **changes), RULES], [NOTICE, RULES])
    assert [difference.field for difference in score.differences] == wrong
    for name in wrong:
        assert (score.borders if name == "borders" else score.fields[name]) == 0.5


def test_what_the_text_does_not_print_must_stay_empty() -> None:
    score = score_documents([replace(RULES, issuer="某区人民政府")], [RULES])
    assert score.fields["issuer"] == 0


def test_a_document_that_was_not_split_off_has_nothing_right() -> None:
    score = score_documents([replace(NOTICE, last_line=60)], [NOTICE, RULES])
    assert (score.matched, score.borders, score.fields["title"]) == (1, 0, 0.5)
    assert score.missed == (RULES,)
    assert score_documents([NOTICE, RULES], [NOTICE]).extra == (RULES,)
