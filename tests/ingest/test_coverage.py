"""Nothing is lost: the samples, and any text at all, are accounted for to the last character."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from checks import check_reading
from corpus import SAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import SENTENCES

from ingest.coverage import REASONS, dropped_counts, measure_coverage
from ingest.errors import UnreadableFile
from ingest.files import read_file
from ingest.model import Dropped

PIECES = [
    "一、总体要求", "（一）主要目标", "1．优化结构", "1. 提升能级。加快建设。", "（1）平台", "①完善",
    "——坚持创新", "第一章　总则", "第二条 本办法适用于", "第三条规定", "1 总则", "1.1 目的",
    "2.6 亿元", "目 录", "附件1", "附件", "青禾区人民政府公报",
    "青禾区人民政府关于印发《青禾区公园规划》的通知", "青禾区公园规划", "青府发〔2026〕8号",
    "2026年3月2日", "二〇二六年三月二日", "各街道办事处：", "序号\t指标\t单位", "1\t床位\t张",
    "\t单元格", "\t", "\t\t甲\t乙", "|甲|乙|丙|", "|---|---|---|", "序号 指标 单位", "1 床位 张",
    "王  明          青禾区商务委主任；", "姓  名          任命职务", "—7—", "- 3 -", "3",
    "https://a.example/x", "专栏1：重点工程", "注：口径", "¹ 注释", "**重点**推进", "## 二级标题",
    "<b>x</b>", *SENTENCES[:3], "7.5%", "“引用", "》", "(2)", "前 言", "·····12", "公园建设 (3)",
    "公园建设 3", " ", "　　", "\f", "\r", "\u200b", "\ufeff", "\u2028", "Research and",
    "第一部分 成绩",
]  # fmt: skip
BREAKS = ["\n", "\n", "\n\n", "\r\n", "\n ", "\n　　", "", "\f", "\n\n\n", " ", "\t"]
MESSY = st.lists(
    st.tuples(st.one_of(*[st.sampled_from(PIECES)] * 3, st.text(max_size=12)), st.sampled_from(BREAKS)),
    min_size=1,
    max_size=40,
).map(lambda parts: "".join(piece + gap for piece, gap in parts))


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(MESSY, st.sampled_from([".txt", ".md"]))
def test_any_text_is_read_whole_or_refused(text: str, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"乱{ending}"
        path.write_bytes(text.encode("utf-8", "replace"))
        try:
            result = read_file(path)
        except UnreadableFile as error:
            assert error.message and error.remedy
            return
    check_reading(result)
    assert {item.reason for item in result.report.dropped} <= REASONS.keys()
    assert sum(dropped_counts(result.report.dropped).values()) == result.coverage.dropped


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "乱.txt"
        path.write_bytes(data)
        try:
            result = read_file(path)
        except UnreadableFile as error:
            assert error.message and error.remedy
        else:
            check_reading(result)


@pytest.mark.parametrize("path", sorted((SAMPLES / "documents").iterdir()), ids=lambda path: path.name)
def test_samples_are_read_whole(path: Path) -> None:
    result = read_file(path)
    check_reading(result)
    assert result.coverage.in_passages > 0.8 * result.coverage.total
    assert result.report.warnings == ()


@pytest.mark.parametrize("feed", ["\n", "\r\n"])
def test_line_feeds_of_either_kind_give_the_same_text(feed: str, tmp_path: Path) -> None:
    for path in sorted((SAMPLES / "documents").iterdir()):
        text = path.read_text(encoding="utf-8").replace("\n", feed)
        (tmp_path / path.name).write_bytes(text.encode())
        again = read_file(tmp_path / path.name)
        check_reading(again)
        assert [d.text for d in again.report.documents] == [d.text for d in read_file(path).report.documents]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_give_the_same_passages(encoding: str, tmp_path: Path) -> None:
    path = SAMPLES / "documents" / "chenghu_plan.txt"
    (tmp_path / path.name).write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    again, first = read_file(tmp_path / path.name), read_file(path)
    assert again.report.source.encoding == encoding
    assert [p.id for p in again.report.documents[0].passages] == [
        p.id for p in first.report.documents[0].passages
    ]


def test_what_is_missing_is_told() -> None:
    assert measure_coverage("规划 目标", [], []).missing == ((0, 5),)
    assert measure_coverage("规划 目标", [], [(0, 2)]).missing == ((2, 5),)
    assert measure_coverage("规划 目标", [], [(0, 2), (3, 5)]).missing == ()
    assert dropped_counts([Dropped(1, "- 1 -", "page-number")]) == {"page-number": 3}


def line_of_dots(char: str) -> str:
    return "一、总体要求" + char * 20000 + "\n" + SENTENCES[0]


@pytest.mark.parametrize("char", [*" .·…—-《（“1一|#*、，第\u3000\t"])
def test_long_runs_of_one_character_are_read_in_no_time(char: str, tmp_path: Path) -> None:
    """A pattern that backtracks would take minutes."""
    path = tmp_path / "长.txt"
    path.write_text(line_of_dots(char), encoding="utf-8")
    result = read_file(path)
    check_reading(result)
    assert result.report.seconds < 3
