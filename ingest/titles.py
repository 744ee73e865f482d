"""What the head of an official document looks like: titles, issuers, document numbers, dates, addressees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.blocks import Block
from ingest.chars import fold_title, squeeze
from ingest.markers import read_marker
from ingest.numerals import ZERO_LIKE, parse_numeral
from ingest.sentences import is_stopped

KINDS = (
    "通知", "通告", "公告", "通报", "决定", "决议", "命令", "意见", "批复", "复函", "报告", "请示",
    "议案", "纪要", "规划", "纲要", "计划", "方案", "办法", "规定", "细则", "条例", "规则", "制度",
    "章程", "措施", "要点", "指引", "指南", "导则", "标准", "目录", "清单", "名单", "解读", "问答",
    "任免", "讲话", "预案", "项目", "规程", "规范", "白皮书", "函",
)  # fmt: skip
"""The nouns that an official document's title ends with (文种 of 党政机关公文处理工作条例, and those of the
plans and rules that such documents pass on)."""

_TAIL = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)}|总体布局|任免事项)(?:[（(][^（）()]{{1,24}}[）)])?(?:的(?P<outer>{'|'.join(KINDS)}))?$"
)
ISSUER = re.compile(
    r"(?:中共|中国共产党)?[\u4e00-\u9fff、\s]{2,40}(?:人民政府|办公厅|办公室|委员会|常委会|党组|局|委|厅|部|院|署|中心|管委会)$"
)
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff]{4,30}(?:文件|令)$")
DOC_NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{2,14}?)\s*[〔\[［【（(﹝]\s*(?P<year>(?:19|20|１９|２０)[0-9０-９]{2})\s*[〕\]］】）)﹞]\s*"
    r"(?:第\s*)?(?P<number>[0-9０-９]{1,4})\s*号"
)
_DIGIT = "0-9０-９〇○零一二三四五六七八九十"
DATE = re.compile(rf"([{_DIGIT}{ZERO_LIKE}]{{4}})\s*年\s*([{_DIGIT}]{{1,3}})\s*月\s*([{_DIGIT}]{{1,3}})\s*日")
_DATE_LINE = re.compile(rf"[（(]?\s*{DATE.pattern}\s*(?:印发|发布|公布)?[）)]?$")
_ISO_LINE = re.compile(r"[（(]?((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})[）)]?$")
_SIGNER = re.compile(r"(?:签发人|会签人)[：:].{0,40}$")
_IMPRINT = re.compile(
    r"(?:主题词|抄送|抄报|主送|分送|签发人|会签人|附[件表图录][0-9０-９一二三四五六七八九十]{0,3})[：:]"
)
_YEAR_FIRST = re.compile(
    r"[〔\[［【（(﹝]((?:19|20)[0-9]{2})[〕\]］】）)﹞]([\u4e00-\u9fff]{2,10}?)第?([0-9]{1,4})号"
)
_ORDER_NUMBER = re.compile(r"[（(]?((?:19|20)\d\d年)?第([0-9０-９]{1,4})号[）)]?$")
ANNEX_LABEL = re.compile(
    r"附\s*件\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[：:]?$|[\[［【(（]附件(?:全文|正文)[\]］】)）]$"
)
QUOTED = re.compile(r"[《«〈<]([^《》«»]{2,120}(?:[《«〈][^《》«»]{2,80}[》»〉][^《》«»]{0,60})?)[》»〉>]")
_MEETING_PAPER = re.compile(
    r"^[\u4e00-\u9fff]{4,40}会议文件(?:[（(][^（）()]{1,4}[）)]|之[一二三四五六七八九十]+)?"
)
NUMBER_BEHIND = re.compile(r"[（(][^（）()]*[〔\[［【﹝][^（）()]*号[）)]$")
"""A page's headline ends with the document's number in brackets."""

_DECIMAL = re.compile(r"\d{1,2}(?:[.．]\d{1,2})+(?![0-9０-９%％])")
_ADOPTED = re.compile(rf"[（(]?\s*(?:——|—)?\s*{DATE.pattern}.{{0,30}}(?:在|通过|会议|第.{{1,3}}届)")
MASTHEAD = re.compile(
    r".{2,30}公报$|(?:19|20)\d{2}(?:年)?$|(?:\d{4}年)?第\d+期.*$|[（(].*(?:总第|月\d+日).*[）)]$"
    r"|.*(?:主办|主管|编辑|编印|出版)(?:$|[：:].*)|网址.*|目录$"
)
"""Lines of a bulletin's cover and of its last page: name, issue, period, publisher, address."""

TITLE_LONGEST = 130
TITLE_BLOCKS = 5
VERSION_LONGEST = 16
"""A line in brackets under a title belongs to it if it is this short: （试行）, （2021版）."""


def parse_date(text: str) -> date | None:
    """Return the first full date in ``text``, in Arabic digits of either width or Chinese ones.

    >>> parse_date("二〇二六年二月二十八日出版"), parse_date("（2021 年 10 月 9日）")
    (datetime.date(2026, 2, 28), datetime.date(2021, 10, 9))
    >>> parse_date("二O一六年三月五日"), parse_date("2024-05-18")
    (datetime.date(2016, 3, 5), datetime.date(2024, 5, 18))
    """
    match = DATE.search(text)
    iso = None if match else _ISO_LINE.match(squeeze(text))
    if not match and not iso:
        return None
    parts = match.groups() if match else iso.group(1, 3, 4) if iso else ()
    year, month, day = (parse_numeral(part) for part in parts)
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def normalise_number(text: str) -> str | None:
    """Return the document number (文号) in ``text`` in its standard form, or ``None``.

    Brackets become 〔〕, digits half-width, blanks go; leading zeros go as GB/T 9704 says (不编虚位). What
    begins with its year, as some numbers did before that standard, stays so.

    >>> normalise_number("沪府办发 ［２０２１］第０７号"), normalise_number("（2003）云府字第17号")
    ('沪府办发〔2021〕7号', '（2003）云府字第17号')
    """
    match = DOC_NUMBER.search(squeeze(text))
    if match:
        return f"{match['code']}〔{parse_numeral(match['year'])}〕{parse_numeral(match['number'])}号"
    older = _YEAR_FIRST.match(squeeze(text))
    return f"（{older[1]}）{older[2]}第{parse_numeral(older[3])}号" if older else None


def order_number(text: str) -> str | None:
    """Return the number that orders (令) and announcements have on a line of its own, or ``None``.

    >>> order_number("第 12 号"), order_number("（2022年第03号）"), order_number("第12号楼")
    ('第12号', '2022年第3号', None)
    """
    match = _ORDER_NUMBER.match(squeeze(text)) if "号" in text else None
    return f"{match[1] or ''}第{parse_numeral(match[2])}号" if match else None


def is_number_line(text: str) -> bool:
    """Tell whether a line is a document number and nothing else."""
    if "号" not in text:
        return False
    whole = _SIGNER.sub("", squeeze(text))
    compact = whole.strip("（）()")
    match = DOC_NUMBER.search(compact) or DOC_NUMBER.search(whole) or _YEAR_FIRST.match(whole)
    return match is not None and len(match.group()) >= len(compact) - 1


def is_signer_line(text: str) -> bool:
    """Tell whether a line names who signed (签发人), as under the letterhead of a report upwards."""
    return _SIGNER.match(squeeze(text)) is not None


def is_imprint_line(text: str) -> bool:
    """Tell whether a line begins with a label of the imprint (版记) or its like: 主题词, 抄送, 附件."""
    return _IMPRINT.match(squeeze(text)) is not None


def is_date_line(text: str) -> bool:
    """Tell whether a line is a date and nothing else, brackets and 印发 apart."""
    compact = squeeze(text)
    return ("日" in text and _DATE_LINE.match(compact) is not None) or _ISO_LINE.match(compact) is not None


def is_adoption_line(text: str) -> bool:
    """Tell whether a line says when and where a report was given or a plan adopted."""
    return _ADOPTED.match(squeeze(text)) is not None


def is_letterhead(text: str) -> bool:
    """Tell whether a line is the red letterhead: an issuer's name and 文件."""
    return _LETTERHEAD.match(squeeze(text)) is not None


def is_salutation(text: str) -> bool:
    """Tell whether a line names the addressees: short, several bodies or 各位代表, and a colon at its end."""
    compact = squeeze(text)
    return compact[-1:] in "：:" and len(compact) <= 120 and bool(re.search(r"[各、，,：:]", compact[:-1]) or
        compact[:-1].endswith(("政府", "单位", "委", "局"))) and not read_marker(text)  # fmt: skip


def title_kind(title: str) -> str | None:
    """Return the kind (文种) that a title ends with: 通知, 规划, 办法 …

    >>> title_kind("关于印发《大宁功能区规划》的通知"), title_kind("租后管理办法（2021版）")
    ('通知', '办法')
    """
    match = _TAIL.search(squeeze(title))
    if not match:
        return None
    return match["outer"] or match["kind"]


def without_meeting_paper(title: str) -> str:
    """Return a title without what a congress prints over the papers laid before it.

    >>> without_meeting_paper("某县第十八届人民代表大会第五次会议文件（十二）关于预算执行情况的报告")
    '关于预算执行情况的报告'
    """
    return _MEETING_PAPER.sub("", title) or title


def quoted_titles(text: str) -> set[str]:
    """Return the folded titles that ``text`` names between book-title marks."""
    return {fold_title(match.group(1)) for match in QUOTED.finditer(squeeze(text))}


def read_title(blocks: Sequence[Block], index: int) -> tuple[str, int] | None:
    """Return ``(title, blocks used)`` if a document's title begins at ``blocks[index]``.

    A title is one to five short blocks without full stop or numbering, that joined end in one of
    :data:`KINDS`; an issuer's name may stand in front. The longest such run is taken, so that a title
    broken before 的通知 is read to its end.
    """
    best: tuple[str, int] | None = None
    joined = ""
    for used, block in enumerate(blocks[index : index + TITLE_BLOCKS], 1):
        text = block.text
        if block.kind != "text" or len(text) > TITLE_LONGEST or (used > 1 and block.gap > 1):
            break
        if text[0] in "（(" and text[-1] in "）)" and (used == 1 or len(text) > VERSION_LONGEST):
            break
        if (
            is_date_line(text)
            or is_number_line(text)
            or MASTHEAD.match(squeeze(text))
            or order_number(text)
            or is_imprint_line(text)
            or text.startswith(("—", "-", "“"))
        ):
            break
        if (is_stopped(text) and not text.endswith(("）", ")", "》"))) or _is_numbered(text):
            break
        if best and title_kind(text) and best[0].endswith(squeeze(text)):
            best = best[0], used  # the page's title, and the document's own under it
            break
        joined += squeeze(text)
        if len(joined) > TITLE_LONGEST or "。" in joined:
            break
        if title_kind(joined) and len(joined) >= 5 and _balanced(joined):
            best = joined, used
            if NUMBER_BEHIND.search(joined) or used > 1 and _starts_anew(blocks, index + used):
                break
    return best


def _is_numbered(text: str) -> bool:
    """A heading that bears a number, be it 4.2.3 保障措施, is no title."""
    return read_marker(text) is not None or _DECIMAL.match(text) is not None


def _starts_anew(blocks: Sequence[Block], index: int) -> bool:
    """A title that is followed by text is complete."""
    return index < len(blocks) and len(blocks[index].text) > TITLE_LONGEST


def _balanced(text: str) -> bool:
    pairs = (("《", "》"), ("（", "）"), ("(", ")"), ("«", "»"), ("“", "”"), ("【", "】"))
    return all(text.count(a) == text.count(b) for a, b in pairs)
