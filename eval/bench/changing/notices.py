"""Made-up notices of a fictional district, each in versions that can be told apart by their text."""

from __future__ import annotations

import re
from dataclasses import dataclass

STREETS = ("滨河路", "澄江路", "望湖路", "松柏路", "翠竹路", "长桥路", "新港路", "青石路", "东苑路", "南浦路")
WORKS = ("路灯改造", "雨污分流", "人行道翻修", "停车整治", "绿化补种")

_MARK = re.compile(r"澄改〔(\d+)〕第(\d+)号")


@dataclass(frozen=True, slots=True)
class Notice:
    """Notice ``number`` in its ``version`` (1, 2, …).

    >>> Notice(3, 1).name, Notice(3, 1).mark
    ('澄湖区改造通知003.txt', '澄改〔1〕第3号')
    """

    number: int
    version: int

    @property
    def name(self) -> str:
        """File name, the same for all versions."""
        return f"澄湖区改造通知{self.number:03d}.txt"

    @property
    def mark(self) -> str:
        """What stands in every passage of this version and of no other."""
        return f"澄改〔{self.version}〕第{self.number}号"

    @property
    def place(self) -> str:
        """What the notice is about."""
        return f"{STREETS[self.number % 10]}{WORKS[self.number // 10 % 5]}工程"

    @property
    def question(self) -> str:
        """A question that this notice answers best."""
        return (
            f"第{self.number}号{self.place}（{self.name.removesuffix('.txt')}）的改造长度和完成期限是多少？"
        )

    @property
    def text(self) -> str:
        """The notice as a file's text: five sections of some hundred characters."""
        metres, month = 300 + 10 * self.number + self.version, 1 + (self.number + self.version) % 12
        heads = ("改造范围", "实施期限", "资金安排", "职责分工", "监督检查")
        bodies = (
            f"第{self.number}号{self.place}自东向西改造长度{metres}米，涉及沿线单位{self.number + 2}家。",
            f"本工程应于2027年{month}月底前完成，逾期须书面说明理由，由区建设部门重新核定工期。",
            f"所需资金{metres * 2}万元由区财政统筹安排，专款专用，按进度分{2 + self.number % 3}次拨付。",
            f"区建设部门牵头，沿线街道配合，第{self.number}号工程设专人联系，每月通报一次进展。",
            "区督查部门每季度检查一次，对进度滞后的单位予以通报，对弄虚作假的依规处理。",
        )
        sections = [
            f"{'一二三四五'[place]}、{head}\n（文件标识：{self.mark}）{body}"
            for place, (head, body) in enumerate(zip(heads, bodies, strict=True))
        ]
        title = f"关于实施第{self.number}号{self.place}的通知"
        return f"{title}\n\n标识：{self.mark}\n\n" + "\n\n".join(sections) + "\n"


def marks_in(text: str) -> set[tuple[int, int]]:
    """Return number and version of every notice whose mark stands in ``text``.

    >>> marks_in("……（文件标识：澄改〔2〕第14号）")
    {(14, 2)}
    """
    return {(int(number), int(version)) for version, number in _MARK.findall(text)}
