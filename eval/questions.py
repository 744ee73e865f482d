"""Question sets: the plain :class:`Question`, and a set's questions out of its file.

The file formats are in :mod:`eval.question_files`; whether labels and classes agree is checked in
:mod:`eval.labels`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from eval.question_files import COLUMNS, MANY, REQUIRED, read_records
from eval.spans import checksum, parse_span
from ingest.errors import BadInput

QUESTION_TYPES: Final = {
    "number": "数字",
    "entity": "名称",
    "date": "日期",
    "list": "列举",
    "measure": "措施",
    "definition": "定义",
    "table": "表格",
    "paraphrase": "换说法",
    "multi": "多处",
    "meta": "文件信息",
    "cite": "找出处",
    "misquote": "误引",
    "unanswerable": "无答案",
}
"""Every class of question and its Chinese name, which a spreadsheet may use instead."""

DRAFT_TYPES: Final = frozenset({"cite", "misquote"})
"""Classes whose ``question`` is a sentence of a draft: looked up in the corpus and checked against it."""

_TYPE_BY_NAME: Final = {chinese: name for name, chinese in QUESTION_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what proves its answer.

    ``quotes`` are verbatim evidence, all of which the full answer needs; ``alt_quotes`` prove it just as
    well. ``spans`` and ``alt_spans`` say where these stand (:mod:`eval.spans`); where they are given they
    are the labels, and the quotations beside them are what they point to. ``sources`` names the files of the
    evidence, ``quote_sources`` (parallel to the quotes, empty where there is one source) the file of each;
    ``also_in`` and ``alt_sources`` name further files that hold the same document. ``altered`` says of a
    ``misquote`` which fact was changed and how.

    >>> Question("q1", "目标是多少？", "number", quotes=("达到1360亿元",)).answerable
    True
    """

    id: str
    question: str
    type: str
    answer: str = ""
    quotes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    quote_sources: tuple[str, ...] = ()
    alt_quotes: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    alt_spans: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    alt_sources: tuple[str, ...] = ()
    altered: str = ""
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer: every class but ``unanswerable``."""
        return self.type != "unanswerable"

    @property
    def is_draft(self) -> bool:
        """Whether the text is a sentence of a draft (``cite``, ``misquote``) rather than a question."""
        return self.type in DRAFT_TYPES


def load_questions(path: Path) -> list[Question]:
    """Read a question set whose evidence is all there as quotations.

    >>> load_questions(Path("dev.jsonl"))[0].type  # doctest: +SKIP
    'number'

    Raises what :func:`load_labels` raises, and :class:`BadInput` for a question that only says where its
    evidence stands: without the documents it would be scored as if there were none.
    """
    questions = load_labels(path)
    for question in questions:
        if len(question.quotes) < len(question.spans) or len(question.alt_quotes) < len(question.alt_spans):
            raise BadInput(
                f"问题 {question.id} 只标了原文位置，这里没有文件可供查找原文",
                remedy="请用 --corpus 或 --home 给出文件（命令有此选项时），"
                "或先用 planqa eval relabel --to quotes 换成原文",
            )
    return questions


def load_labels(path: Path) -> list[Question]:
    """Read a question set from a ``.jsonl``, ``.csv`` or ``.xlsx`` file (:mod:`eval.question_files`), as it
    stands: :func:`eval.relabel.with_quotes` adds the quotations that its spans point to.

    >>> load_labels(Path("shared.jsonl"))[0].spans  # doctest: +SKIP
    ('一.txt#3-9@0a1b2c3d',)

    Raises :class:`BadInput` for a file that cannot be read, and for a record with a missing field, an
    unknown class, a second use of an id, or a span that is malformed or contradicts the quotation beside
    it; the message names the line.
    """
    questions: list[Question] = []
    lines: dict[str, int] = {}
    for line, record in read_records(path):
        question = _question(record, line)
        if question.id in lines:
            raise BadInput(
                f"第 {line} 行的编号“{question.id}”与第 {lines[question.id]} 行重复",
                remedy="请给每个问题一个不同的编号",
            )
        lines[question.id] = line
        questions.append(question)
    if not questions:
        raise BadInput(f"问题集为空：{path.name}", remedy="请至少写一个问题")
    return questions


def as_record(question: Question) -> dict[str, Any]:
    """Return the JSON-able record of a question; :func:`load_questions` reads it back the same.

    >>> as_record(Question("q1", "问", "unanswerable"))
    {'id': 'q1', 'question': '问', 'type': 'unanswerable'}
    """
    fields = {"source" if name == "sources" else name: value for name, value in asdict(question).items()}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in fields.items() if value
    }


def as_lines(questions: Iterable[Question]) -> str:
    """Return the text of a ``.jsonl`` file of ``questions``.

    >>> as_lines([Question("q1", "问", "unanswerable")])
    '{"id": "q1", "question": "问", "type": "unanswerable"}\\n'
    """
    return "".join(json.dumps(as_record(question), ensure_ascii=False) + "\n" for question in questions)


def set_fingerprint(questions: Sequence[Question]) -> str:
    """Return the sha256 of what a set asks and labels, whatever file format it stands in.

    Where spans are the labels, the quotations that were found there don't count.
    """
    labels = (as_record(_labels_alone(question)) for question in questions)
    lines = (json.dumps(record, ensure_ascii=False, sort_keys=True) for record in labels)
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _labels_alone(question: Question) -> Question:
    return replace(
        question,
        quotes=() if question.spans else question.quotes,
        alt_quotes=() if question.alt_spans else question.alt_quotes,
    )


def _question(record: Mapping[str, Any], line: int) -> Question:
    for name in REQUIRED:
        if not str(record.get(name) or "").strip():
            raise BadInput(f"第 {line} 行缺少 {name}（{COLUMNS[name]}）", remedy="请补上这一项")
    kind = _TYPE_BY_NAME.get(record["type"], record["type"])
    if kind not in QUESTION_TYPES:
        raise BadInput(f"第 {line} 行的类型“{kind}”不认识", remedy=f"可用的类型：{'、'.join(QUESTION_TYPES)}")
    many = {name: _strings(record, name, line) for name in MANY}
    _check_spans(many["spans"], many["quotes"], line)
    _check_spans(many["alt_spans"], many["alt_quotes"], line)
    return Question(
        id=str(record["id"]),
        question=str(record["question"]),
        type=kind,
        answer=str(record.get("answer") or ""),
        quotes=many["quotes"],
        sources=many["source"],
        quote_sources=many["quote_sources"],
        alt_quotes=many["alt_quotes"],
        spans=many["spans"],
        alt_spans=many["alt_spans"],
        also_in=many["also_in"],
        alt_sources=many["alt_sources"],
        altered=str(record.get("altered") or ""),
        note=str(record.get("note") or ""),
    )


def _check_spans(spans: Sequence[str], quotes: Sequence[str], line: int) -> None:
    """Spans must be well-formed and, where quotations stand beside them, mean these, one by one."""
    try:
        meant = [parse_span(span).checksum for span in spans]
    except BadInput as error:
        raise BadInput(f"第 {line} 行：{error.message}", remedy=error.remedy) from error
    if spans and quotes and meant != [checksum(quote) for quote in quotes]:
        raise BadInput(
            f"第 {line} 行的原文与原文位置不相符",
            remedy="请让它们逐条对应，或只留其中一项再用 planqa eval relabel 生成另一项",
        )


def _strings(record: Mapping[str, Any], name: str, line: int) -> tuple[str, ...]:
    value = record.get(name)
    if value is None or value == "":
        return ()
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
        raise BadInput(f"第 {line} 行的 {name} 应是文字或文字的列表", remedy="请按格式说明改正这一项")
    return tuple(values)
