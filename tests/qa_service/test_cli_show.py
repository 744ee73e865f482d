"""Breaking Chinese text into lines, and quoting it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from qa_service.model import Mark
from qa_service.show.quote import Quote
from qa_service.show.wrap import NOT_FIRST, NOT_LAST, Prose, line_spans

TEXT = "到 2030 年，技术合同成交额达到 70 亿元（含“十四五”结转项目），建成市级以上研发机构 60 家。"
TEXTS = st.text(alphabet="到年技术 2030.5%（）“”，。\nABC", max_size=60)


def test_marks_and_numbers_stay_where_they_belong() -> None:
    for width in range(12, 60):
        lines = [TEXT[start:end] for start, end in line_spans(TEXT, width)]
        assert all(line[0] not in NOT_FIRST and line[-1] not in NOT_LAST for line in lines)
        for number in ("2030", "70", "60"):
            assert any(number in line for line in lines)


@given(TEXTS, st.integers(2, 30))
def test_lines_fit_and_lose_nothing_but_blanks(text: str, width: int) -> None:
    spans = line_spans(text, width)
    assert all(cell_len(text[start:end]) <= width for start, end in spans)
    assert all(left[1] <= right[0] for left, right in zip(spans, spans[1:], strict=False))
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())


@given(TEXTS.filter(lambda text: bool(text.strip())), st.integers(6, 30))
def test_prose_prints_what_it_was_given(text: str, width: int) -> None:
    console = Console(width=width, record=True, file=None, no_color=True)
    with console.capture() as captured:
        console.print(Prose(text, indent=2))
    assert "".join(captured.get().split()) == "".join(text.split())
    assert max(cell_len(line) for line in captured.get().splitlines()) <= width


def _quoted(text: str, marks: list[Mark], width: int = 20) -> list[str]:
    console = Console(width=width, no_color=True)
    with console.capture() as captured:
        console.print(Quote(text, marks))
    return captured.get().splitlines()


def test_the_heavy_bar_stands_beside_the_marked_lines_only() -> None:
    text = "第一句话在这里。第二句就是答案。第三句话在后头。"
    lines = _quoted(text, [Mark(8, 16, 0.9)], width=18)
    assert [line[0] for line in lines] == ["│", "┃", "│"]
    assert lines[1][2:].strip() == "第二句就是答案。"


def test_a_tab_becomes_a_gap_and_marks_move_with_it() -> None:
    assert _quoted("指标\t70\t亿元", [Mark(6, 8, 1.0)], width=12) == ["│ 指标   70", "┃ 亿元"]
