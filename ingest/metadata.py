"""What a document says of itself: title, number, issuer, dates, validity, plan period, region, kind.

A field is filled only from what is printed; the one inference made is the issuer of a numbered document
whose siblings in the same bulletin print it (same agency code, 机关代字, in the 文号).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from ingest.blocks import Block
from ingest.bulletin import Extent, Part
from ingest.chars import squeeze
from ingest.model import Metadata
from ingest.numerals import parse_numeral
from ingest.plan_periods import plan_period
from ingest.regions import region_of
from ingest.signatures import Signature, read_signature
from ingest.titles import (
    DATE,
    DOC_NUMBER,
    ISSUER,
    is_adoption_line,
    is_date_line,
    is_letterhead,
    is_number_line,
    normalise_number,
    order_number,
    parse_date,
    title_kind,
)

HEAD_BLOCKS = 12
"""Number, date and issuer stand within this many blocks of a document's beginning."""

_EFFECTIVE = re.compile(rf"自\s*{DATE.pattern}\s*起?\s*(?:正式)?(?:施行|实施|生效|执行|试行)")
_UNTIL = re.compile(rf"有效期(?:限)?\s*(?:截?至|到|为.{{0,20}}?至)\s*{DATE.pattern}")
_YEARS = re.compile(r"有效期(?:限)?\s*(?:为)?\s*([0-9０-９一二两三四五六七八九十]{1,2})\s*年")
_LEADING_NUMBER = re.compile(rf"{DOC_NUMBER.pattern}各[^。；]{{2}}")
"""The number run into the addressees behind it: 财库〔2019〕38号各中央预算单位."""

_SPEAKER = re.compile(r"(?P<office>[\u4e00-\u9fff]{2,20}人民政府)(?:代?[省市区县州旗盟]长|主席)")
_NUMBERED = re.compile(r"[\u4e00-\u9fff]{4,30}(?:令|公告|通告)")
_OWN = re.compile(
    r"本(?:办法|规定|细则|意见|通知|方案|措施|计划|规则|制度|条例|规划|实施意见|实施方案|标准|指南|指引|预案"
    r"|规程|规范|章程|公告|通告|决定|法(?![规律定人院]))"
    r"|^(?:第.{1,6}条|[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．])?(?:自|有效期)|之日起.{0,12}有效期"
)
"""A sentence on the document itself; 消费券有效期至…… is on something in it."""


def read_metadata(blocks: Sequence[Block], extent: Extent) -> Metadata:
    """Read the metadata of one document from its blocks."""
    notice = extent.parts[0]
    parts = tuple(part.title for part in extent.parts[1:] if part.title)
    titles = [part.title for part in extent.parts if part.title and not part.annex]
    head = [b for b in blocks[extent.start : notice.body + HEAD_BLOCKS] if b.kind == "text"]
    head = head[: _head_length(head, blocks, extent)]
    effective, until = _validity(blocks, extent)
    signature = read_signature(blocks[notice.body : notice.end])
    printed = _printed(notice, blocks)
    issuer = _issuer(printed, head, signature)
    return Metadata(
        title=_apart(notice.title, issuer),
        issuer=issuer,
        doc_number=_number(head),
        written=_written(head, signature, blocks, extent),
        effective=effective,
        valid_until=until,
        plan_period=next((p for p in map(plan_period, reversed(titles)) if p), None),
        region=_region(titles, head),
        kind=_kind(titles),
        part_titles=parts,
    )


def _printed(notice: Part, blocks: Sequence[Block]) -> str:
    """The title as it is printed, blanks and all; a headline above it is none of it."""
    lines = [block.text for block in blocks[notice.start : notice.body]]
    while len(lines) > 1 and squeeze("".join(lines[1:])).endswith(notice.title):
        lines = lines[1:]
    return " ".join(lines) or notice.title


def _apart(title: str, issuer: str | None) -> str:
    """The bodies that issue together stand apart by a blank at the title's front, as they are printed."""
    joined = (issuer or "").replace("、", "")
    together = joined != issuer and joined and title.startswith(joined)
    return (issuer or "").replace("、", " ") + title[len(joined) :] if together else title


def _head_length(head: Sequence[Block], blocks: Sequence[Block], extent: Extent) -> int:
    """The head ends where the second part or the document itself ends."""
    stop = extent.parts[1].start if len(extent.parts) > 1 else extent.end
    last_line = blocks[stop - 1].last_line
    return sum(block.line <= last_line for block in head)


def _region(titles: Sequence[str], head: Sequence[Block]) -> str | None:
    """The region in a title, or else in the occasion: ……在某县第十八届人民代表大会第二次会议上."""
    occasions = [block.text for block in head if is_adoption_line(block.text)]
    return next((region for region in map(region_of, [*titles, *occasions]) if region), None)


def _kind(titles: Sequence[str]) -> str | None:
    """The kind of what is passed on, not of the notice that passes it on."""
    kind = next((k for k in map(title_kind, reversed(titles)) if k), None)
    return "人事任免" if kind in ("任免", "任免事项") else kind


def _number(head: Sequence[Block]) -> str | None:
    """文号; of an order or announcement its name and the number under it: 某县人民政府令第12号."""
    for block in head:
        if is_number_line(block.text) or _LEADING_NUMBER.match(squeeze(block.text[:60])):
            return normalise_number(block.text)
    for index, block in enumerate(head):
        number = order_number(block.text)
        if number:
            lines = [squeeze(above.text) for above in head[max(0, index - 2) : index]]
            names = [name for name in (lines[-1:], lines) if _NUMBERED.fullmatch("".join(name))]
            return f"{''.join(names[0])}{number}" if names else None
    return None


def _issuer(printed: str, head: Sequence[Block], signature: Signature | None) -> str | None:
    """The issuer before 关于 in the title, in the letterhead, in the signature, or on a line of the head;
    several that issue together are joined by 、."""
    before = re.match(r"(.{4,60}?)\s*(?=关于|印发|转发)", printed, re.DOTALL)
    if before:
        names = before.group(1).split()
        if len(names) > 1 and all(map(ISSUER.fullmatch, names)):
            return "、".join(names)
        if ISSUER.match("".join(names)):
            return "".join(names)
    lines = [squeeze(block.text) for block in head]
    if letterhead := next(filter(is_letterhead, lines), None):
        return letterhead.removesuffix("文件").removesuffix("令")
    if signature:
        return "、".join(signature.issuers)
    for text in lines:
        if len(text) <= 40 and ISSUER.fullmatch(text) and not text.startswith("各"):
            return text
        if speaker := _SPEAKER.match(text):
            return speaker["office"]
    return None


def _written(
    head: Sequence[Block], signature: Signature | None, blocks: Sequence[Block], extent: Extent
) -> date | None:
    """成文日期: the date under the title, at the foot of the notice, or at the foot of the document."""
    lines = [b for b in head if is_date_line(b.text) or (b.text and is_adoption_line(b.text))]
    if not lines and signature:
        return signature.written
    if not lines:
        foot = [b for b in blocks[max(extent.start, extent.end - 6) : extent.end] if b.kind == "text"]
        lines = [b for b in foot if is_date_line(b.text)]
    return parse_date(squeeze(lines[0].text)) if lines else None


def _validity(blocks: Sequence[Block], extent: Extent) -> tuple[date | None, date | None]:
    effective = until = None
    for block in blocks[extent.start : extent.end]:
        text = block.text
        if block.kind != "text" or ("有效期" not in text and "自" not in text):
            continue
        for sentence in re.split(r"[。\n]", text):
            compact = squeeze(sentence)
            if not _OWN.search(compact):
                continue
            begins = _EFFECTIVE.search(compact)
            if begins and effective is None:
                effective = parse_date(begins.group())
            until = until or _until(compact, effective)
    return effective, until


def _until(sentence: str, effective: date | None) -> date | None:
    match = _UNTIL.search(sentence)
    if match:
        return parse_date(match.group())
    years = _YEARS.search(sentence)
    if years and effective and re.search(r"本|^自", sentence):
        try:
            end = effective.replace(year=effective.year + (parse_numeral(years.group(1)) or 0))
        except ValueError:  # 29 February
            end = effective.replace(year=effective.year + (parse_numeral(years.group(1)) or 0), day=28)
        return end - timedelta(days=1)
    return None


def share_within_file(all_metadata: Sequence[Metadata]) -> list[Metadata]:
    """Fill what one bulletin's documents tell of each other: the issuer by the agency code of the 文号, and
    the region where all that name one name the same."""
    issuers: dict[str, set[str]] = {}
    for item in all_metadata:
        code = _code(item)
        if code and item.issuer:
            issuers.setdefault(code, set()).add(item.issuer)
    regions = {item.region for item in all_metadata if item.region}
    shared = regions.pop() if len(regions) == 1 and len(all_metadata) > 1 else None
    result = []
    for item in all_metadata:
        known = issuers.get(_code(item) or "", set())
        issuer = item.issuer or (next(iter(known)) if len(known) == 1 else None)
        region = item.region or (region_of(issuer) if issuer else None) or shared
        result.append(replace(item, issuer=issuer, region=region))
    return result


def _code(item: Metadata) -> str | None:
    match = DOC_NUMBER.match(item.doc_number or "")
    return match["code"] if match else None
