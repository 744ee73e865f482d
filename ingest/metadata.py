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
from ingest.bulletin import Extent
from ingest.chars import squeeze
from ingest.model import Metadata
from ingest.numerals import parse_numeral
from ingest.plan_periods import plan_period
from ingest.titles import (
    DATE,
    DOC_NUMBER,
    ISSUER,
    is_adoption_line,
    is_date_line,
    is_letterhead,
    is_number_line,
    normalise_number,
    parse_date,
    title_kind,
)

HEAD_BLOCKS = 12
"""Number, date and issuer stand within this many blocks of a document's beginning."""

_EFFECTIVE = re.compile(rf"自\s*{DATE.pattern}\s*起?\s*(?:正式)?(?:施行|实施|生效|执行|试行)")
_UNTIL = re.compile(rf"有效期(?:限)?\s*(?:截?至|到|为.{{0,20}}?至)\s*{DATE.pattern}")
_YEARS = re.compile(r"有效期(?:限)?\s*(?:为)?\s*([0-9０-９一二两三四五六七八九十]{1,2})\s*年")
_NAME = "[^\\W\\d_a-zA-Z于批转关本全各与和的为在年月日号份府委对加共、市省区县]"
_REGION = re.compile(rf"(?P<area>{_NAME}{{2,3}}(?:新区|区|县|旗))(?!域|间|位|块|分|别)")
_CITY = re.compile(rf"(?P<area>{_NAME}{{2,3}}[市省])(?!场|民|政|容|级)")
_NO_REGION = (
    "功能区",
    "园区",
    "社区",
    "地区",
    "片区",
    "城区",
    "示范区",
    "校区",
    "街区",
    "景区",
    "库区",
    "山区",
    "市区",
)
_OWN = re.compile(
    r"本(?:办法|规定|细则|意见|通知|方案|措施|计划|规则|制度|条例|规划|实施意见|实施方案)|^自|有效期"
)


def read_metadata(blocks: Sequence[Block], extent: Extent) -> Metadata:
    """Read the metadata of one document from its blocks."""
    notice = extent.parts[0]
    parts = tuple(part.title for part in extent.parts[1:] if part.title)
    titles = [part.title for part in extent.parts if part.title and not part.annex]
    head = [b for b in blocks[extent.start : notice.body + HEAD_BLOCKS] if b.kind == "text"]
    head = head[: _head_length(head, blocks, extent)]
    effective, until = _validity(blocks, extent)
    printed = " ".join(block.text for block in blocks[notice.start : notice.body]) or notice.title
    return Metadata(
        title=notice.title,
        issuer=_issuer(printed, head),
        doc_number=_number(head),
        written=_written(head, blocks, extent),
        effective=effective,
        valid_until=until,
        plan_period=next((p for p in map(plan_period, reversed(titles)) if p), None),
        region=next((r for r in map(region_of, titles) if r), None),
        kind=_kind(titles),
        part_titles=parts,
    )


def _head_length(head: Sequence[Block], blocks: Sequence[Block], extent: Extent) -> int:
    """The head ends where the second part or the document itself ends."""
    stop = extent.parts[1].start if len(extent.parts) > 1 else extent.end
    last_line = blocks[stop - 1].last_line
    return sum(block.line <= last_line for block in head)


def _kind(titles: Sequence[str]) -> str | None:
    """The kind of what is passed on, not of the notice that passes it on."""
    kind = next((k for k in map(title_kind, reversed(titles)) if k), None)
    return "人事任免" if kind in ("任免", "任免事项") else kind


def _number(head: Sequence[Block]) -> str | None:
    for block in head:
        if is_number_line(block.text):
            return normalise_number(block.text)
    return None


def _issuer(printed: str, head: Sequence[Block]) -> str | None:
    """The issuer before 关于 in the title, or on a line of the head; several parted by a blank are joined."""
    before = re.match(r"(.{4,60}?)\s*(?=关于|印发|转发)", printed, re.DOTALL)
    if before:
        names = before.group(1).split()
        if len(names) > 1 and all(map(ISSUER.fullmatch, names)):
            return "、".join(names)
        if ISSUER.match("".join(names)):
            return "".join(names)
    for block in head:
        text = squeeze(block.text)
        if is_letterhead(text):
            return text.removesuffix("文件").removesuffix("令")
        if len(text) <= 40 and ISSUER.fullmatch(text) and not text.startswith("各"):
            return text
    return None


def _written(head: Sequence[Block], blocks: Sequence[Block], extent: Extent) -> date | None:
    """成文日期: the date under the title, at the foot of the notice, or at the foot of the document."""
    lines = [b for b in head if is_date_line(b.text) or (b.text and is_adoption_line(b.text))]
    if not lines:
        foot = [b for b in blocks[max(extent.start, extent.end - 6) : extent.end] if b.kind == "text"]
        lines = [b for b in foot if is_date_line(b.text)]
    return parse_date(squeeze(lines[0].text)) if lines else None


def _validity(blocks: Sequence[Block], extent: Extent) -> tuple[date | None, date | None]:
    effective = until = None
    for block in blocks[extent.start : extent.end]:
        text = block.text
        if block.kind != "text" or ("有效期" not in text and "起" not in text):
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


def region_of(text: str) -> str | None:
    """Return the district, county or city that a title or issuer names first.

    >>> region_of("上海市静安区人民政府关于印发《大宁功能区“十四五”规划》的通知"), region_of("徐汇区产业规划")
    ('静安区', '徐汇区')
    """
    match = _REGION.search(text)
    if match and not match["area"].endswith(_NO_REGION):
        return match["area"]
    city = _CITY.search(text)
    return city["area"] if city else None


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
