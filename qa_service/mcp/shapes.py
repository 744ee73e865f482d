"""What the tools give an agent: less than the HTTP interface gives a page, for an agent reads all of it.

Every text comes with the citation to be written beside it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from qa_service.check.verdict import WORDS, DraftCheck, SentenceCheck
from qa_service.model import Answer, DocumentCard, Hit, PassageView


class Cited(BaseModel):
    """A passage with its citation."""

    passage_id: str = Field(description="段落编号，可用于 get_passage 和 cite")
    citation: str = Field(description="引用，照录即可")
    text: str = Field(description="原文，一字不改")
    context: str = Field(description="表格行所属的表题和表头；其他段落为空")
    answering: list[str] = Field(description="原文中直接回答问题的句子")
    document_id: str = Field(description="文件编号")
    title: str = Field(description="文件标题")
    heading_path: list[str] = Field(description="所在的各级标题")
    validity: str = Field(description="文件是否仍然有效（一句话）；不明则为空")
    also_in: list[str] = Field(description="同一段文字在其他文件中的引用")

    @classmethod
    def of(cls, hit: Hit) -> Cited:
        """Return what an agent needs of a hit."""
        return cls(
            passage_id=hit.passage_id,
            citation=hit.citation,
            text=hit.text,
            context=hit.context,
            answering=[hit.text[mark.start : mark.end] for mark in hit.marks],
            document_id=hit.document.id,
            title=hit.document.title,
            heading_path=list(hit.heading_path),
            validity=hit.document.validity.note,
            also_in=[place.citation for place in hit.also_in],
        )


class Answered(BaseModel):
    """The answer to a question."""

    answerable: bool = Field(description="文件中是否有依据；为 false 时 passages 只是相近的段落，不是答案")
    confidence: float = Field(description="有依据的概率，0 到 1")
    reason: str = Field(description="没有依据时，没有找到的是什么")
    passages: list[Cited] = Field(description="段落，最相关的在前")
    warnings: list[str] = Field(description="须告诉读者的话，如文件已过有效期")
    reworded: list[str] = Field(description="检索用语与所问不同之处：改正的错别字、按文件用语补充的说法")

    @classmethod
    def of(cls, answer: Answer) -> Answered:
        """Return what an agent needs of an answer."""
        return cls(
            answerable=answer.answerable,
            confidence=answer.confidence,
            reason=answer.reason,
            passages=[Cited.of(hit) for hit in answer.hits],
            warnings=list(answer.warnings),
            reworded=list(answer.reworded),
        )


class Passages(BaseModel):
    """Passages as they rank."""

    passages: list[Cited] = Field(description="段落，最相关的在前；是否回答了问题不作判断")
    total: int = Field(description="共有多少个段落可取")
    emptied: str = Field(description="筛选条件排除了所有文件时，是哪个条件；否则为空")


class PassageInFull(BaseModel):
    """One passage and where it stands."""

    passage_id: str = Field(description="段落编号")
    citation: str = Field(description="引用，照录即可")
    text: str = Field(description="原文，一字不改")
    context: str = Field(description="表格行所属的表题和表头；其他段落为空")
    document_id: str = Field(description="文件编号")
    title: str = Field(description="文件标题")
    heading_path: list[str] = Field(description="所在的各级标题")
    source: str = Field(description="来源文件名")
    lines: tuple[int, int] = Field(description="在来源文件中的起止行")
    validity: str = Field(description="文件是否仍然有效（一句话）；不明则为空")
    source_check: Literal["ok", "changed", "missing", "different"] = Field(
        description="与来源文件核对的结果：ok 一致，changed 文件已改，missing 文件不在，different 不一致"
    )
    previous_id: str | None = Field(description="上一段的编号")
    next_id: str | None = Field(description="下一段的编号")

    @classmethod
    def of(cls, view: PassageView) -> PassageInFull:
        """Return what an agent needs of a passage."""
        return cls(
            passage_id=view.passage_id,
            citation=view.citation,
            text=view.text,
            context=view.context,
            document_id=view.document.id,
            title=view.document.title,
            heading_path=list(view.heading_path),
            source=view.document.source,
            lines=(view.locator.line_start, view.locator.line_end),
            validity=view.document.validity.note,
            source_check=view.check.state,
            previous_id=view.previous_id,
            next_id=view.next_id,
        )


class DocumentEntry(BaseModel):
    """A document of the index."""

    document_id: str = Field(description="文件编号，可用于筛选")
    title: str = Field(description="标题")
    doc_number: str | None = Field(description="文号")
    issuer: str | None = Field(description="发文机关")
    written: str | None = Field(description="成文日期")
    region: str | None = Field(description="地区")
    kind: str | None = Field(description="文种")
    validity: str = Field(description="是否仍然有效（一句话）；不明则为空")
    passages: int = Field(description="段落数")

    @classmethod
    def of(cls, card: DocumentCard) -> DocumentEntry:
        """Return what an agent needs of a document."""
        return cls(
            document_id=card.id,
            title=card.title,
            doc_number=card.doc_number,
            issuer=card.issuer,
            written=card.written.isoformat() if card.written else None,
            region=card.region,
            kind=card.kind,
            validity=card.validity.note,
            passages=card.passage_count,
        )


class DocumentList(BaseModel):
    """Documents of the index, a page of them."""

    documents: list[DocumentEntry] = Field(description="文件")
    total: int = Field(description="共有多少份文件")
    next_offset: int | None = Field(description="下一页的 offset；没有下一页则为 null")


class Citation(BaseModel):
    """A passage cited in a style."""

    passage_id: str = Field(description="段落编号")
    style: str = Field(description="样式")
    citation: str = Field(description="引用，照录即可")


class CheckedClaim(BaseModel):
    """The verdict on one sentence of a draft."""

    sentence: str = Field(description="文稿中的句子")
    verdict: str = Field(description="verified、altered、misattributed、outdated、paraphrase 或 not-found")
    label: str = Field(description="结论的中文说法")
    flags: list[str] = Field(description="哪里不对")
    notes: list[str] = Field(description="还须知道的")
    source_text: str = Field(description="来源中的原文；没有找到则为空")
    citation: str = Field(description="来源的引用；没有找到则为空")
    passage_id: str = Field(description="来源的段落编号；没有找到则为空")


class CheckedDraft(BaseModel):
    """A draft checked against the documents."""

    counts: dict[str, int] = Field(description="各结论的句数")
    sentences: list[CheckedClaim] = Field(description="逐句的结论")
    warnings: list[str] = Field(description="没有能够核对的")

    @classmethod
    def of(cls, result: DraftCheck) -> CheckedDraft:
        """Return what an agent needs of a check."""
        return cls(
            counts={str(verdict): count for verdict, count in result.counts.items()},
            sentences=[_claim(sentence) for sentence in result.sentences],
            warnings=list(result.warnings),
        )


def _claim(sentence: SentenceCheck) -> CheckedClaim:
    place = sentence.places[0] if sentence.places else None
    return CheckedClaim(
        sentence=sentence.text,
        verdict=sentence.verdict,
        label=WORDS[sentence.verdict],
        flags=list(sentence.flags),
        notes=list(sentence.notes),
        source_text=place.text if place else "",
        citation=place.citation if place else "",
        passage_id=place.passage_id if place else "",
    )
