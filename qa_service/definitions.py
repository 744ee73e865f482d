"""Questions for what a term means, and the passages that define it: 本办法所称甲，是指……"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.text import fold

_DEFINED = re.compile(
    r"(?:^|[。；;：:，,、\s]|所称的?)(?P<term>[^。；;：:，,、\s]{2,24}?)[”\"』]?\s*[，,]?\s*(?:是指|系指|指的是|，指)"
)
_LEADING = re.compile(
    r"^(?:本[^的]{1,6})?所称的?|^(?:其中|前款|上述)|^[“\"『]+|^\d+[.．、]|^[（(][^（）()]{1,3}[）)]"
)
_BEFORE = r"(?:什么是|何为|何谓|啥是|什么叫做?|解释(?:一下)?|说明(?:一下)?)\s*[“\"'《]?"
_BEHIND = (
    r"[”\"'》]?\s*(?:这个?(?:词|概念|说法|名词)?)?(?:的|在.{2,12}(?:里|中))?\s*(?:到底|究竟|具体|主要)?\s*"
    r"(?:是?指的?是?(?:什么|啥|哪)|是(?:什么|啥)(?:意思|概念|$|[？?，,。])|是?(?:什么|啥)(?:意思|概念)"
    r"|定义|含义|概念|内涵|口径|(?:怎么|如何|怎样)(?:定义|界定|理解))"
)


_ASKING = re.compile(f"{_BEFORE}|(?<=.){_BEHIND}")


def defined_terms(text: str) -> set[str]:
    """Return the folded terms that ``text`` defines.

    >>> sorted(defined_terms("本办法所称科创企业，是指注册在本区的企业；孵化器是指为其服务的机构。"))
    ['孵化器', '科创企业']
    """
    found = set()
    for match in _DEFINED.finditer(text):
        term = match["term"]
        while (bare := _LEADING.sub("", term)) != term:
            term = bare
        if len(term) > 1:
            found.add(fold(term.strip("“”\"'『』")))
    return found


def may_ask_to_define(question: str) -> bool:
    """Tell whether ``question`` is worded as one that asks for a meaning, of whatever term.

    >>> may_ask_to_define("孵化器是什么意思"), may_ask_to_define("孵化器有几家")
    (True, False)
    """
    return _ASKING.search(fold(question)) is not None


def asks_to_define(question: str, terms: Iterable[str]) -> bool:
    """Tell whether ``question`` asks what one of ``terms`` (folded) means.

    >>> asks_to_define("什么是孵化器", ["孵化器"]), asks_to_define("“孵化器”具体指什么？", ["孵化器"])
    (True, True)
    >>> asks_to_define("孵化器的目标是什么", ["孵化器"])
    False
    """
    folded = fold(question)
    for term in terms:
        if term in folded:
            name = re.escape(term)
            if re.search(f"{_BEFORE}{name}(?![\u4e00-\u9fff]{{3}})|{name}{_BEHIND}", folded):
                return True
    return False
