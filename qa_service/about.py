"""Questions about a document itself: its 文号, issuer, dates, validity.

Its metadata answers them, or tells that the document does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.model import Document, Metadata
from ingest.titles import KINDS
from qa_service.named_titles import named_documents
from qa_service.whole import untold_words

FIELDS: dict[str, tuple[str, re.Pattern[str]]] = {
    "doc_number": ("文号", re.compile(r"文号|发文字号|几号文|什么号|文件编号")),
    "issuer": (
        "发文机关",
        re.compile(
            r"发文(?:机关|单位|部门)|(?:谁|哪个?(?:部门|单位|机关|机构))(?:印发|发布|制发|发文|转发|下发)|(?:印发|发布|制发)(?:单位|机关|部门)"
        ),
    ),
    "written": (
        "成文或发布日期",
        re.compile(
            r"(?:哪天|哪一天|什么时候|何时|几月几[日号]|几号|哪年|日期|时间).{0,8}(?:印发|发布|成文|出台|公布|落款|下发)(?!会)"
            r"|(?:哪天|哪一天|什么时候|何时|几月几[日号]|几号|哪年).{0,14}(?:通过|批准)"
            r"|(?:印发|发布|成文|出台|公布|落款|下发)(?:的)?(?:日期|时间|是哪|于哪|在哪[天年]|是?什么(?:时候|时间|日子)|是?几[月号]|.{0,2}哪一?[天年])"
        ),
    ),
    "effective": (
        "施行日期",
        re.compile(
            r"(?:施行|实施|生效|执行)(?:的)?(?:日期|时间|起始)|(?:什么时候|何时|哪天|哪一天|几号|几时|几月几[日号]|哪年|从哪[年月日天哪]{1,8}|什么日子)"
            r"(?:正式|开始|起|就|才|会|要){0,3}(?:施行|实施|生效|执行|管用|起效)|(?:施行|生效)(?:了)?(?:吗|没有|于|自)"
        ),
    ),
    "drafter": (
        "起草部门",
        re.compile(
            r"(?:谁|(?:哪|什么)一?个?家?(?:部门|单位|机关|机构)).{0,3}(?:起草|编制?|制定|制订|拟定|拟订|草拟)"
            r"|(?:起草|编制|制定|制订|拟定|拟订|草拟|牵头编制?)(?:的)?(?:部门|单位|机关|机构)|(?:起草|编制|制定)[人者]是?谁"
        ),
    ),
    "valid_until": (
        "有效期",
        re.compile(
            r"有效期|失效|到期|过期|截止有效|(?:还|仍|是否|是不是)有效|有效吗|(?:什么时候|何时|哪天)(?:作废|废止|到期|截止)"
        ),
    ),
}
"""Field, its Chinese name and how people ask for it."""

SAID_ELSEWHERE = frozenset({"drafter", "effective"})
"""Fields whose absence among a document's own facts proves nothing."""

_DOCUMENT = re.compile(f"{'|'.join(KINDS)}|[《»«]|文件")
"""What people call a document, without which nothing but its 文号 or issuer is asked for."""

WITHIN = 2
"""So many words of a question that are none of a document's name show that it asks for something inside."""

_PASSED_ON = re.compile(r"(?:批转|转发)(?P<drafter>[^《》«»，,的]{2,30}?)(?=关于|[《«])")
"""A notice that passes a document on says whose it is: 关于批转区房管局《……》的通知."""


@dataclass(frozen=True, slots=True)
class About:
    """The question asks for ``fields`` of the documents ``documents`` (indices); ``missing`` are the Chinese
    names of the fields that none of them states."""

    fields: tuple[str, ...]
    documents: tuple[int, ...]
    missing: tuple[str, ...]


def read_about(
    question: str,
    documents: Sequence[Document],
    meant: Sequence[int] = (),
    verdicts: Sequence[bool] | None = None,
) -> About | None:
    """Tell whether ``question`` asks about a document itself, and which one it means.

    ``meant`` are documents that it names by number, ``verdicts`` (of each document, default: all true) say
    which may be answered from. A question that names no such document, or that asks for something inside
    one, gives ``None``.
    """
    asked = tuple(name for name, (_, pattern) in FIELDS.items() if pattern.search(question))
    if not asked:
        return None
    named = tuple(meant) or named_documents(question, documents)
    chosen = tuple(i for i in named if verdicts is None or verdicts[i])
    if not chosen:
        return None
    # Who drafted it may be said in a preface, when it takes effect in other words: silence tells nothing.
    asked = tuple(
        name
        for name in asked
        if name not in SAID_ELSEWHERE or any(_states(documents[i], name) for i in chosen)
    )
    # 改造何时实施 asks about the 改造.
    metadata = [documents[i].metadata for i in chosen]
    asked = tuple(
        name for name in asked if name != "effective" or not _asks_within(question, asked, metadata)
    )
    if not asked:
        return None
    missing = tuple(FIELDS[name][0] for name in asked if not any(_states(documents[i], name) for i in chosen))
    if missing and _asks_within(question, asked, metadata):
        return None
    return About(asked, chosen, missing)


def _asks_within(question: str, fields: Sequence[str], meant: Sequence[Metadata]) -> bool:
    """Whether a question speaks of more than a document and its facts: what has a validity or a date may be
    something inside (货物和服务的框架协议有效期各几年)."""
    if set(fields) == {"valid_until"} and not _DOCUMENT.search(question):
        return True
    for name in fields:
        question = FIELDS[name][1].sub(" ", question)
    names = [name for m in meant for name in (m.title, *m.part_titles, m.doc_number or "", m.region or "")]
    return sum(len(word) > 1 for word in untold_words(question, names)) >= WITHIN


def _states(document: Document, field: str) -> bool:
    metadata = document.metadata
    if field == "written":
        return bool(metadata.written or metadata.published)
    if field == "drafter":
        return drafter(metadata) is not None
    if field == "valid_until":
        return bool(metadata.valid_until)
    return bool(getattr(metadata, field))


def drafter(metadata: Metadata) -> str | None:
    """Return the department whose document a notice passes on, as its title says.

    >>> drafter(Metadata(title="某区人民政府关于批转区房管局《某区旧住房改造方案》的通知"))
    '区房管局'
    """
    match = _PASSED_ON.search(metadata.title)
    return match["drafter"] if match else None


def facts(metadata: Metadata, fields: Sequence[str]) -> tuple[str, ...]:
    """Return how a cover would write the ``fields`` of ``metadata`` that are known.

    >>> facts(Metadata(title="某办法", doc_number="某府发〔2024〕7号"), ("doc_number", "written"))
    ('某府发〔2024〕7号',)
    """
    known = []
    for name in fields:
        value = drafter(metadata) if name == "drafter" else getattr(metadata, name)
        if isinstance(value, date):
            known.append(f"{value.year}年{value.month}月{value.day}日")
        elif value:
            known.append(str(value))
    return tuple(known)
