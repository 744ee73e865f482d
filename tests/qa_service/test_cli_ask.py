"""``planqa ask``: what is shown, what is printed as JSON, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import planqa, refusal, widest

QUESTION = "评上甲级民宿澄湖区一次性奖多少钱？"


def test_the_answer_is_shown_with_its_sentence_marked_and_its_source(sample_home: Path) -> None:
    result = planqa("ask", QUESTION, "-k", 2, "--home", sample_home)
    assert result.exit_code == 0
    assert "澄府办发〔2026〕3号 · 云岚市澄湖区人民政府办公室 · 2026-04-09" in result.stdout
    assert "二、主要任务 › " in result.stdout
    assert "chenghu_bulletin.txt · 第 54 行" in result.stdout
    marked = [line for line in result.stdout.splitlines() if line.strip().startswith("┃")]
    assert "30万元、15万元、8万元的一次性奖励" in "".join(line.strip(" ┃") for line in marked)
    assert "分数" not in result.stdout


def test_the_passage_is_shown_verbatim(sample_home: Path) -> None:
    arguments = ("ask", QUESTION, "-k", 1, "--home", sample_home)
    shown = planqa(*arguments).stdout.splitlines()
    quoted = "".join(line.strip()[1:].strip() for line in shown if line.strip()[:1] in ("│", "┃"))
    (hit,) = json.loads(planqa(*arguments, "--json").stdout)["hits"]
    assert "".join(quoted.split()) == "".join(hit["text"].split())


@pytest.mark.parametrize("columns", [40, 120])
def test_no_line_is_wider_than_the_terminal(sample_home: Path, columns: int) -> None:
    result = planqa("ask", QUESTION, "-k", 5, "--scores", "--home", sample_home, columns=columns)
    assert 0 < widest(result.stdout) <= columns
    assert "分数" in result.stdout


def test_json_is_one_document_and_nothing_else(sample_home: Path) -> None:
    result = planqa("ask", QUESTION, "--home", sample_home, "--json")
    answer = json.loads(result.stdout)
    assert answer["answerable"] is True
    assert answer["hits"][0]["document"]["written"] == "2026-04-09"
    assert len(answer["hits"]) == 5
    mark = answer["hits"][0]["marks"][0]
    assert "30万元" in answer["hits"][0]["text"][mark["start"] : mark["end"]]


def test_nothing_found_is_said_plainly_and_exits_1(sample_home: Path) -> None:
    result = planqa("ask", "火星移民计划什么时候启动", "-k", 2, "--home", sample_home)
    assert result.exit_code == 1
    assert result.stdout.count("未找到依据") == 1
    assert "以下只是最接近的段落，不是答案" in result.stdout
    assert "┃" not in result.stdout
    asked_as_json = planqa("ask", "火星移民计划什么时候启动", "--home", sample_home, "--json")
    assert asked_as_json.exit_code == 1
    assert json.loads(asked_as_json.stdout)["answerable"] is False


def test_a_question_from_standard_input(sample_home: Path) -> None:
    piped = planqa("ask", "-", "--home", sample_home, "--json", text=f"{QUESTION}\n")
    assert json.loads(piped.stdout)["question"] == QUESTION


def test_words_that_the_shell_took_apart_are_one_question(sample_home: Path) -> None:
    result = planqa("ask", "澄湖", "2030", "技术合同成交额", "--home", sample_home, "--json")
    assert json.loads(result.stdout)["question"] == "澄湖 2030 技术合同成交额"


@pytest.mark.parametrize(
    ("options", "sources"),
    [
        (["--kind", "办法"], {"chenghu_rules.md"}),
        (["--number", "澄府发(2026)3号"], {"chenghu_plan.txt"}),
        (["--year", 2024], {"chenghu_rules.md"}),
        (["--year", 2024, "--year", 2026, "--issuer", "云岚市澄湖区人民政府"], {"chenghu_plan.txt"}),
    ],
)
def test_filters_hold(sample_home: Path, options: list[object], sources: set[str]) -> None:
    result = planqa("ask", "租金补贴", "-k", 20, "--home", sample_home, "--json", *options)
    assert {hit["document"]["source"] for hit in json.loads(result.stdout)["hits"]} == sources


def test_a_filter_that_lets_nothing_through_exits_1_and_says_so(sample_home: Path) -> None:
    result = planqa("ask", "租金补贴", "--year", 1999, "--home", sample_home)
    assert result.exit_code == 1
    assert "未找到依据" in result.stdout


def test_an_expired_document_is_told(sample_home: Path) -> None:
    result = planqa("ask", "租金补贴每年申请几次", "-k", 1, "--home", sample_home)
    assert "2026-02-28" in result.stdout
    assert "提示" in result.stdout


def test_other_words_than_asked_are_told_apart_from_warnings(sample_home: Path) -> None:
    result = planqa("ask", "老人家要不要买票", "-k", 1, "--home", sample_home)
    assert "改写" in result.stdout and "“老人家”→“老年人”" in result.stdout
    assert "提示" not in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        [""],
        ["  \n "],
        ["？！"],
        ["问" * 10_000],
        [QUESTION, "-k", 0],
        [QUESTION, "-k", 51],
        [QUESTION, "-k", "三"],
        [QUESTION, "--year", "去年"],
        [QUESTION, "--nonsense"],
        ["半个字\udcff"],
        [],
    ],
)
def test_bad_use_exits_2_in_two_lines(sample_home: Path, arguments: list[object]) -> None:
    result = planqa("ask", "--home", sample_home, *arguments)
    assert result.exit_code == 2
    refusal(result)


def test_standard_input_in_another_encoding_is_refused(sample_home: Path) -> None:
    result = planqa("ask", "-", "--home", sample_home, text="技术合同".encode("gbk"))
    assert result.exit_code == 2
    assert "编码" in refusal(result)[1]
