"""公文式: 《标题》（文号）第N条, as offices cite each other.

党政机关公文处理工作条例 (2012) and GB/T 9704—2012 have a document cited by its title first and its 文号
behind it in brackets; 发文机关 and 成文日期 may be named, too.
"""

from __future__ import annotations

from qa_service.citation import chinese_date, nested
from qa_service.cite.reference import Reference


def write(reference: Reference, mark: str) -> str:
    """Return the citation; :func:`qa_service.citation.cite` is its one source."""
    return reference.gongwen


def write_with_issuer(reference: Reference, mark: str) -> str:
    """Return the citation led by 发文机关, unless the title begins with it.

    >>> one = Reference("甲规划", "甲区政府", "甲发〔2021〕2号", None, None, "", "a-1", "第二条")
    >>> write_with_issuer(one, "A")
    '甲区政府《甲规划》（甲发〔2021〕2号）第二条'
    """
    issuer = reference.issuer or ""
    led = "" if reference.title.startswith(issuer) else issuer
    number = f"（{reference.doc_number}）" if reference.doc_number else ""
    return f"{led}《{nested(reference.title)}》{number}{reference.place}"


def write_in_full(reference: Reference, mark: str) -> str:
    """Return the citation with 发文机关, 文号 and 成文日期 in the brackets, as far as they are known.

    >>> from datetime import date
    >>> one = Reference("甲规划", "甲区政府", None, date(2021, 10, 9), None, "", "a-1", "第二条")
    >>> write_in_full(one, "A")
    '《甲规划》（甲区政府，2021年10月9日）第二条'
    """
    known = (reference.issuer, reference.doc_number, chinese_date(reference.written))
    told = "，".join(part for part in known if part)
    return f"《{nested(reference.title)}》{f'（{told}）' if told else ''}{reference.place}"
