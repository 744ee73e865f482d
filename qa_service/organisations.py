"""How official texts write departments, other organisations and addresses, by what their names end in."""

from __future__ import annotations

import re
from collections.abc import Iterator

OFFICE = (
    r"(?:委员会|办公室|领导小组|联席会议|办事处|法院|检察院|总工会|管理处|(?:组织|宣传|统战|社会工作|人民武装)部"
    r"|(?<![格布结全大时平当僵邮])局(?![面势部限长])"
    r"|(?<![编原常])委(?![托派任屈婉员培外书])"
    r"|部门|街道(?![的旁两上])|政府(?!工作|报告|服务|职能|投资|采购|治理|债|性|网)"
    r"|(?<=[\u4e00-\u9fff])(?:厅|科|处|(?<![承主举开筹协合新试停])办)(?=[,，、;；。:：)）\s]|负责|牵头))"
)
"""What ends the name of a department, or what departments are called. 格局, 编委 and 政府工作 are none."""

_OTHER = r"(?:公司|集团|商会|协会|学会|联合会|基金会|研究院|研究所|大学|学校|医院|银行|中心)"

WORKS = "承建|建设|施工|开发|运营|经营|投资|设计|改造|中标|管理"
"""What companies do that a question asks for by 由哪家公司."""

TRADES = "承建|施工|开发|运营|经营|设计|中标|监理"
"""Those of them that departments don't do: 施工单位是哪家."""

OFFICES = re.compile(rf"{OFFICE}|中心(?=负责|牵头)")
BODIES = re.compile(rf"{OFFICE}|{_OTHER}|机构|单位")
COMPANIES = re.compile(
    rf"公司|集团|院(?![士落校])|(?:{WORKS}|监理)(?:单位|方|商|主体)|由[^,。;]{{2,20}}(?:{WORKS})"
)
ADDRESSES = re.compile(
    r"\d\s*[号弄层楼室]|(?<![线道公铁网思出])[路街巷](?=[\d,，、;；。:：()（）\s和与至口附以东南西北]|$)"
    r"|大厦|广场|大楼|位于|坐落|以[东南西北]"
)

_NO_NAMES = "|".join(
    "会同 协同 联合 经 按 请 包括 根据 其中 采用 建立 加强 推动 推进 支持 鼓励 完善 形成 发挥 通过 落实 "
    "强化 提升 健全 深化 优化 加快 依托 以 对 将 把 要求 组织 引导 促进 打造 构建 实施 开展 做好 强调 "
    "坚持 探索 协调 配合".split()
)
"""How what stands before a name begins, not the name itself."""

_BEGINS = (
    r"(?:(?<![\u4e00-\u9fff])|(?<=[由和与及、为在是向同])|(?<=有)(?!限))"
    rf"(?!{_NO_NAMES})"
)
_WITHIN = r"(?:[^\W\d_a-zA-Z由为有在是]|有(?=限))"


def _names(ends: str) -> re.Pattern[str]:
    # From where a list or a clause begins, or from 区, 市 and the like in its midst. What ends a name may
    # stand in it: 区人民政府办公室. And 责任部门： is what stands before names.
    first = rf"(?:{_BEGINS}{_WITHIN}{{1,14}}?|[市区县省]{_WITHIN}{{1,10}}?){ends}"
    return re.compile(rf"{first}(?:(?![和与及、]){_WITHIN}{{0,6}}?{ends})?(?!\s*[:：])")


OFFICE_NAMES = _names(OFFICE)
BODY_NAMES = _names(f"(?:{OFFICE}|{_OTHER})")
"""Whole names, to be pointed at."""

NOTE = re.compile(r"(?:责任|牵头|主管|承办|主办|实施|配合|编制|起草)(?:部门|单位|主体|科室)\s*[:：]")
"""What introduces those who answer for all that stands before it, 「（责任部门：…）」."""

_ITEM = re.compile(r"[^、,，;；。:：()（）\s]{2,}")
_NOTE_ENDS = re.compile(r"[)）。;；\n]|$")


def named_in_note(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of those whom a note (:data:`NOTE`) in ``text`` names, whatever their names end in.

    >>> text = "（责任单位：某某资本、区财政局）"
    >>> [text[a:b] for a, b in named_in_note(text)]
    ['某某资本', '区财政局']
    """
    for note in NOTE.finditer(text):
        end = _NOTE_ENDS.search(text, note.end())
        stop = end.start() if end else len(text)
        yield from (item.span() for item in _ITEM.finditer(text, note.end(), stop))
