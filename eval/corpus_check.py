"""Does each quotation of a question set stand in the corpus? A label that doesn't can't be scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eval.labels import LabelProblem
from eval.matching import normalise
from eval.questions import Question
from ingest.errors import BadInput, UnreadableFile


def read_corpus(folder: Path) -> dict[str, str]:
    """Return the normalised text of every ``.txt`` and ``.md`` file of ``folder``, by file name.

    Raises :class:`BadInput` where there is no such folder or no such file in it, and
    :class:`UnreadableFile` for one that is neither UTF-8 nor GB18030.
    """
    if not folder.is_dir():
        raise BadInput(f"没有这个文件夹：{folder}", remedy="请检查 --corpus 的路径")
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".txt", ".md"))
    if not files:
        raise BadInput(f"文件夹里没有文本文件：{folder}", remedy="请指向放有 .txt 或 .md 原文的文件夹")
    return {path.name: normalise(_text(path)) for path in files}


def misplaced_quotes(questions: Sequence[Question], corpus: Mapping[str, str]) -> list[LabelProblem]:
    """Return a problem for each quote that doesn't stand, whole and normalised, in its source.

    ``corpus`` maps file name to normalised text. A quote's source is its entry in ``quote_sources``, or
    any of ``sources``; an alternative quote may stand in any file of the corpus.
    """
    return [
        LabelProblem(question.id, message)
        for question in questions
        for message in _misplaced(question, corpus)
    ]


def _misplaced(question: Question, corpus: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((*question.sources, *question.also_in, *question.alt_sources)):
        if name not in corpus:
            yield f"来源文件不在语料里：{name}"
    for place, quote in enumerate(question.quotes):
        own = question.quote_sources[place : place + 1] or question.sources
        if not _stands(quote, own, corpus):
            yield f"原文不在来源文件里：{quote}"
    for quote in question.alt_quotes:
        if not _stands(quote, tuple(corpus), corpus):
            yield f"替代原文不在语料里：{quote}"


def _stands(quote: str, names: Sequence[str], corpus: Mapping[str, str]) -> bool:
    folded = normalise(quote)
    return bool(folded) and any(folded in corpus.get(name, "") for name in names)


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"编码无法识别：{path.name}", remedy="请另存为 UTF-8 编码")
