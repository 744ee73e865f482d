"""Whether a question asks what a document's cover says: who drew it up or issued it, when, its number."""

from __future__ import annotations

import re

_OF_COVER = re.compile(
    r"编制|编写|起草|拟定|编的|印发|颁布|转发|批转|下发|发文|文号|文件|全称|标题|成文|落款|署名|日期|主送|抄送"
    r"|(?:会|表决|审议|何时|时候|哪[天年日])[^，。？]{0,4}(?:通过|批准)|施行|生效|有效|失效|作废|废止|届满|到期"
    r"|(?:谁|哪个?(?:部门|单位|机关|机构|天|年|日)|哪一[天年日]|何时|时候|几[月号])[^，。？]{0,8}(?:发布|公布|出台|发|作)"
    r"|报告人|作的?报告"
)


def asks_of_cover(question: str) -> bool:
    """Tell whether ``question`` asks for something that stands on a document's cover.

    >>> asks_of_cover("产业规划是哪个部门牵头编制的"), asks_of_cover("人才公寓租金怎么定")
    (True, False)
    """
    return _OF_COVER.search(question) is not None
