"""One document with every feature, in plain form: the formats are made from it by the ``make_*`` modules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """A footnote's text, where its mark stands."""

    text: str


@dataclass(frozen=True)
class Inserted:
    """Text that a tracked change put in."""

    text: str


@dataclass(frozen=True)
class Deleted:
    """Text that a tracked change took out."""

    text: str


Part = str | Note | Inserted | Deleted


@dataclass(frozen=True)
class Line:
    """A line of the document's head: ``role`` is title, number, to, from or date."""

    text: str
    role: str


@dataclass(frozen=True)
class Heading:
    """A heading without its number: that is what the writing program computes."""

    level: int
    number: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Table:
    """``rows`` hold texts; "" to the right of or below a cell in ``merged`` belongs to it. ``merged`` gives
    (row, column, rows, columns)."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class Box:
    """A text box, anchored in the paragraph before it."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    pass


Item = Line | Heading | Paragraph | Table | Box | PageBreak

TITLE = "云岚市青禾区人民政府关于印发《青禾区城市更新“十五五”规划》的通知"
PLAN = "青禾区城市更新“十五五”规划"
DELETED = "（此句在修订中删去）"
FOOTNOTE = "低效用地指亩均税收低于全区平均水平百分之六十的工业用地，按区规划资源局台账统计。"
INDICATORS = Table(
    "表1 城市更新主要指标",
    (
        ("类别", "序号", "指标", "单位", "2025年", "2030年目标", "属性"),
        ("空间", "1", "盘活低效用地", "公顷", "46.5", "120", "约束性"),
        ("", "2", "新增公共绿地", "公顷", "18.2", "35", "预期性"),
        ("民生", "3", "旧住房改造面积", "万平方米", "62", "150", "约束性"),
        ("", "4", "新增养老床位", "张", "380", "900", "预期性"),
    ),
    ((1, 0, 2, 1), (3, 0, 2, 1)),
)
PROJECTS = Table(
    "表2 重点项目分年安排",
    (
        ("序号", "项目名称", "牵头单位", "年份"),
        ("1", "北站广场片区更新", "区建设管理委", "2026年"),
        ("2", "青溪路老厂区改造", "区商务委", "2027年"),
        ("3", "禾丰里旧住房成套改造", "区房管局", "2028年"),
    ),
)
LONG = (
    "“十四五”期间，全区坚持留改拆并举、以保留保护为主，累计完成旧住房综合改造面积六十二万平方米，惠及居民一点二万户，"
    "青溪路、北站广场等重点片区的公共空间品质明显提升，一批老厂房转为文化创意和科技服务空间，"
)
ITEMS: tuple[Item, ...] = (
    Line("云岚市青禾区人民政府文件", "from"),
    Line("青府发〔2026〕7号", "number"),
    Line(TITLE, "title"),
    Line("各街道办事处、各镇人民政府，区政府各委、办、局，各有关单位：", "to"),
    Paragraph(("现将《青禾区城市更新“十五五”规划》印发给你们，请结合实际，认真组织实施。",)),
    Line("云岚市青禾区人民政府", "from"),
    Line("2026年3月18日", "date"),
    PageBreak(),
    Line(PLAN, "title"),
    Paragraph(("为有序推进城市更新，改善人居环境，提升城区功能和活力，依据国家和云岚市有关规定，结合青禾区实际，制定本规划。",)),
    Heading(1, "一、", "发展基础"),
    Heading(2, "（一）", "主要成效"),
    Paragraph((LONG, "更新项目的社会评价逐年提高。")),
    Paragraph(
        ("截至2025年底，全区共盘活低效用地", Note(FOOTNOTE), "46.5公顷，新增公共绿地18.2公顷，",
         Inserted("建成社区食堂21处，"), Deleted(DELETED), "群众满意度达到92.3%。")
    ),  # fmt: skip
    Heading(2, "（二）", "存在问题"),
    Paragraph(("更新资金来源仍较单一，社会资本参与的渠道不够通畅；部分片区产权关系复杂，协调周期长；跨部门审批环节多，流程有待优化。",)),
    Heading(1, "二、", "总体要求"),
    Heading(2, "（一）", "指导思想"),
    Paragraph(("坚持人民城市理念，把握城市发展规律，统筹生产、生活、生态三大布局，走内涵式、集约型、绿色化的更新之路，让居民在家门口享受到优质服务。",)),
    Heading(2, "（二）", "主要目标"),
    Paragraph(("到2030年，城市更新的制度体系更加完善，空间品质和公共服务水平显著提升，主要指标见表1。",)),
    INDICATORS,
    Heading(1, "三、", "重点任务"),
    Heading(2, "（一）", "推进片区更新"),
    Heading(3, "1. ", "北站广场片区"),
    Paragraph((
        "以轨道交通站点为核心，优化步行网络和公交接驳，完善商业、办公、居住复合功能，建设开放共享的公共空间，"
        "力争2027年全面开工，2029年基本建成，成为展示青禾区城市形象的门户地区。",
    )),
    Heading(3, "2. ", "青溪路老厂区"),
    Paragraph((
        "保护工业遗存和历史风貌，引入研发设计、文化创意和体育休闲业态，打造连续贯通的滨水岸线，"
        "新增就业岗位三千个以上，实现历史文化与现代产业相互促进。",
    )),
    Box((
        "专栏1 片区更新工程",
        "实施站前道路改造、地下空间连通和滨水步道建设三项工程，总投资约四十六亿元，由区建设管理委统筹推进。",
    )),
    Heading(2, "（二）", "改善居住条件"),
    Heading(3, "1. ", "旧住房成套改造"),
    Paragraph(("对结构老化、设施不全的旧住房分类实施成套改造、拆除重建和加装电梯，每年安排改造面积不少于三十万平方米，优先解决厨卫合用问题。",)),
    Heading(3, "2. ", "完善社区服务"),
    Paragraph(("补齐养老、托育、医疗、健身等公共服务设施短板，到2030年实现社区综合服务中心全覆盖，居民步行十五分钟可达各类基本服务。",)),
    Heading(1, "四、", "保障措施"),
    Paragraph(("健全区级统筹、街镇实施、部门协同的推进机制，完善规划、土地、财税和金融支持政策，定期开展评估，重大事项及时向区政府报告。",)),
    PageBreak(),
    Line("附件", "annex"),
    Line("青禾区城市更新重点项目清单", "title"),
    Paragraph(("以下项目由各牵头单位按年度计划组织实施，进展情况每季度报送一次。",)),
    PROJECTS,
)  # fmt: skip


def plain(parts: tuple[Part, ...]) -> str:
    """The paragraph's text with all changes accepted, notes' marks left out."""
    return "".join(
        part if isinstance(part, str) else part.text for part in parts if not isinstance(part, Note | Deleted)
    )


def make_text(*, marked: bool = False) -> str:
    """The document as plain text, a paragraph a line; ``marked``: as Markdown."""
    out: list[str] = []
    notes = 0
    for item in ITEMS:
        if isinstance(item, Line):
            out.append(("# " if marked and item.role == "title" else "") + item.text)
        elif isinstance(item, Heading):
            out.append(("#" * (item.level + 1) + " " if marked else "") + item.number + item.text)
        elif isinstance(item, Paragraph):
            text, behind = "", []
            for part in item.parts:
                if isinstance(part, Note):
                    notes += 1
                    text += "¹²³"[notes - 1]
                    behind.append(f"{'¹²³'[notes - 1]} {part.text}")
                elif not isinstance(part, Deleted):
                    text += part if isinstance(part, str) else part.text
            out += [text, *behind]
        elif isinstance(item, Table):
            out += [item.caption, *_rows(item, marked)]
        elif isinstance(item, Box):
            out += item.lines
        else:
            out[-1] += "\f"
    joined = ("\n\n" if marked else "\n").join(out).replace("\f\n", "\n\f")
    return joined.replace("|\n\n|", "|\n|") + "\n"


def _rows(table: Table, marked: bool) -> list[str]:
    if not marked:
        return ["\t".join(row) for row in table.rows]
    rows = [f"| {' | '.join(row)} |" for row in table.rows]
    return [rows[0], "|" + " --- |" * len(table.rows[0]), *rows[1:]]
