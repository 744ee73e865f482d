"""文号 in whatever way they are typed."""

from __future__ import annotations

import pytest

from qa_service.engine import Engine
from qa_service.named_numbers import named_numbers

pytest_plugins = ["api_fixtures"]

KNOWN = [
    "乙府发〔2021〕12号",
    "乙府发〔2022〕12号",
    "乙府发〔2021〕2号",
    "乙府办发〔2021〕12号",
    "（2003）云府字第17号",
]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("乙府发〔2021〕12号", {"乙府发〔2021〕12号"}),
        ("乙府发[２０２１]第012号讲什么", {"乙府发〔2021〕12号"}),
        ("麻烦帮我查一下乙府发（2021）12号", {"乙府发〔2021〕12号"}),
        ("查乙府发（2021）12号", {"乙府发〔2021〕12号"}),
        ("乙府发2021 12号", {"乙府发〔2021〕12号"}),
        ("乙府发2021年第十二号", {"乙府发〔2021〕12号"}),
        ("乙府发二〇二一年第十二号", {"乙府发〔2021〕12号"}),
        ("乙府发 2021-12", {"乙府发〔2021〕12号"}),
        ("乙府发202112号", {"乙府发〔2021〕12号"}),
        ("22年乙府发第12号文", {"乙府发〔2022〕12号"}),
        ("2022年的乙府发12号", {"乙府发〔2022〕12号"}),
        ("乙府发12号文件", {"乙府发〔2021〕12号", "乙府发〔2022〕12号"}),
        ("乙府发2号", {"乙府发〔2021〕2号"}),
        ("乙府办发12号", {"乙府办发〔2021〕12号"}),
        ("云府字第17号", {"（2003）云府字第17号"}),
        ("乙府发2021 99号", {"乙府发〔2021〕99号"}),
        ("请查丙府发〔2021〕12号", {"请查丙府发〔2021〕12号"}),
        ("甲乙府发〔2021〕12号", {"甲乙府发〔2021〕12号"}),
        ("乙府发了多少文件，12号线通车了吗", set()),
        ("乙府发2021年12月的通知", set()),
        ("2021年有12号文吗", set()),
        ("12号文在保证金上减了哪些负", set()),  # three documents'
        ("2号文 清理结果 截止", {"乙府发〔2021〕2号"}),
        ("按2号文件怎么办", {"乙府发〔2021〕2号"}),
        ("落实国办2号文有哪些举措", set()),
        ("2号文化馆在哪", set()),
        ("2号令讲什么", set()),
    ],
)
def test_numbers_in_any_writing(question: str, named: set[str]) -> None:
    assert named_numbers(question, KNOWN) == named


@pytest.mark.parametrize(
    "asked",
    [
        "澄科规2024 1号",
        "帮我查一下澄科规〔2024〕1号",
        "24年澄科规第1号讲什么",
        "澄科规第1号文件",
        "1号文讲什么",
    ],
)
def test_the_document_answers(engine: Engine, asked: str) -> None:
    answer = engine.ask(asked)
    assert answer.answerable
    assert {hit.document.doc_number for hit in answer.hits} == {"澄科规〔2024〕1号"}


@pytest.mark.parametrize("asked", ["澄科规〔2024〕99号讲什么", "澄科规2024 99号讲什么"])
def test_a_number_that_no_document_has_is_refused(engine: Engine, asked: str) -> None:
    assert "澄科规〔2024〕99号" in engine.ask(asked).reason
