"""Citation styles: the standard's patterns, unknown fields left out, every style for every document."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from cli_kit import SAMPLES, planqa, refusal

from ingest.errors import BadInput
from ingest.files import read_file
from qa_service.citation import cite
from qa_service.cite.reference import Reference, reference_of
from qa_service.cite.registry import STYLES, write_citation

WHOLE = Reference(
    title="甲区产业规划",
    issuer="甲区人民政府",
    doc_number="甲府发〔2021〕2号",
    written=date(2021, 10, 9),
    pages=("5", "7"),
    gongwen="《甲区产业规划》（甲府发〔2021〕2号）第三部分，第5—7页",
    key="abc-1",
    place="第三部分，第5—7页",
)
BARE = Reference("甲区产业规划", None, None, None, None, "《甲区产业规划》", "abc-2")


@pytest.mark.parametrize(
    ("style", "whole", "bare"),
    [
        (
            "gongwen-issuer",
            "甲区人民政府《甲区产业规划》（甲府发〔2021〕2号）第三部分，第5—7页",
            "《甲区产业规划》",
        ),
        (
            "gongwen-full",
            "《甲区产业规划》（甲区人民政府，甲府发〔2021〕2号，2021年10月9日）第三部分，第5—7页",
            "《甲区产业规划》",
        ),
        ("gongwen", "《甲区产业规划》（甲府发〔2021〕2号）第三部分，第5—7页", "《甲区产业规划》"),
        (
            "gbt7714",
            "甲区人民政府. 甲区产业规划：甲府发〔2021〕2号[A]. 2021-10-09：5-7.",
            "甲区产业规划[A].",
        ),
        (
            "gbt7714-2015",
            "甲区人民政府. 甲区产业规划: 甲府发〔2021〕2号[A]. 2021-10-09: 5-7.",
            "甲区产业规划[A].",
        ),
        (
            "author-year",
            "甲区人民政府，2021. 甲区产业规划：甲府发〔2021〕2号[A]：5-7.",
            "佚名. 甲区产业规划[A].",
        ),
    ],
)
def test_what_is_unknown_is_left_out(style: str, whole: str, bare: str) -> None:
    assert write_citation(WHOLE, style) == whole
    assert write_citation(BARE, style) == bare


def test_the_mark_is_a_setting() -> None:
    assert "[EB/OL]" in write_citation(WHOLE, "gbt7714", mark="EB/OL")
    with pytest.raises(BadInput, match="文献类型标识"):
        write_citation(WHOLE, "gbt7714", mark="QQ")
    with pytest.raises(BadInput, match="没有引用样式"):
        write_citation(WHOLE, "apa")


def test_csl_json_and_ris_carry_every_known_field() -> None:
    (item,) = json.loads(write_citation(WHOLE, "csl-json"))
    assert item["issued"] == {"date-parts": [[2021, 10, 9]]}
    assert item["author"] == [{"literal": "甲区人民政府"}]
    (bare,) = json.loads(write_citation(BARE, "csl-json"))
    assert set(bare) == {"id", "type", "title", "language"}
    record = write_citation(WHOLE, "ris")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in record.split("\r\n") if line)
    assert record.startswith("TY  - GOVDOC\r\n") and record.endswith("ER  - \r\n")


def test_markup_in_a_title_does_no_harm() -> None:
    nasty = Reference("<b>&_{", None, None, None, None, "《<b>&*_》", "k")
    assert "<b>" not in write_citation(nasty, "html").replace("<a ", "")
    assert r"\*\_" in write_citation(nasty, "markdown")
    assert r"\&\_\{" in write_citation(nasty, "bibtex")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_style_for_every_document(style: str, path: Path) -> None:
    for document in read_file(path).report.documents:
        passage = document.passages[-1]
        reference = reference_of(document.metadata, passage.path, passage.locator, passage.id)
        text = write_citation(reference, style)
        assert "None" not in text and "（）" not in text and "：：" not in text and ". ." not in text
        assert reference.gongwen == cite(document.metadata, passage.path, passage.locator)
        assert reference.title[:4] in text.replace("〈", "《").replace("\\", "")


def test_the_command_gives_the_same_string(sample_home: Path) -> None:
    hit = json.loads(planqa("ask", "技术合同成交额", "-k", 1, "--home", sample_home, "--json").stdout)[
        "hits"
    ][0]
    shown = planqa("cite", "--passage", hit["passage_id"], "--home", sample_home)
    assert shown.exit_code == 0
    assert shown.stdout == hit["citation"] + "\n"
    wrong = planqa("cite", "--passage", hit["passage_id"], "--style", "apa", "--home", sample_home)
    assert wrong.exit_code == 2
    assert "没有引用样式 apa" in refusal(wrong)[0]
    assert planqa("cite", "--passage", "0-0", "--home", sample_home).exit_code == 1
