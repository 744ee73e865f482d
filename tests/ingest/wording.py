"""Words, sentences and headings of made-up official documents: enough of them that none repeats by chance."""

from __future__ import annotations

from random import Random

DIGITS = "零一二三四五六七八九"
VERBS = (
    "推进",
    "完善",
    "加强",
    "提升",
    "优化",
    "健全",
    "深化",
    "打造",
    "培育",
    "扩大",
    "构建",
    "落实",
    "规范",
    "拓展",
    "强化",
    "统筹",
    "壮大",
    "盘活",
    "改造",
    "保障",
)
NOUNS = (
    "先进制造业集群",
    "公共服务体系",
    "营商环境",
    "科技创新平台",
    "养老服务设施",
    "轨道交通网络",
    "绿色低碳转型",
    "城市更新行动",
    "数字政府建设",
    "人才安居工程",
    "滨河绿道",
    "社区卫生服务",
    "食品安全监管",
    "历史风貌保护",
    "工业园区",
    "产业用地",
    "基层治理",
    "就业创业服务",
    "托育机构",
    "防汛排涝能力",
    "文化旅游消费",
    "现代物流业",
    "河湖水环境",
    "商贸流通",
    "知识产权保护",
    "信用体系",
    "应急救援队伍",
    "教育资源布局",
    "网格化管理",
    "乡村振兴",
)
NAMES = ("青禾谷", "一江三园", "双千兆", "慧治通", "15分钟生活圈", "北岸中心", "随手办", "种子计划")
UNITS = ("亿元", "家", "公顷", "万平方米", "个", "人次", "公里", "件", "台", "万吨")
PLACES = ("青禾区", "云栖市", "临泽县", "江湾新区", "白鹭市南湖区")
KINDS = (
    "产业发展规划",
    "“十五五”规划纲要",
    "三年行动计划（2026—2028年）",
    "实施方案",
    "实施意见",
    "工作报告",
    "若干措施",
    "专项规划",
    "工作要点",
    "应急预案",
)
REFERENCES = (
    "依照本办法第{n}条规定",
    "按照第{n}章要求",
    "符合前款第（{n}）项情形",
    "根据第{n}条第二款",
    "对照{year}年目标",
    "参照附件{digit}",
    "围绕一、二、三产业融合",
    "坚持统一、规范、高效",
    "落实第{n}次常务会议精神",
)


def numeral(number: int) -> str:
    """Chinese numeral up to 199: 十二, 二十, 一百零三.

    >>> [numeral(n) for n in (7, 10, 12, 20, 35, 103, 110)]
    ['七', '十', '十二', '二十', '三十五', '一百零三', '一百一十']
    """
    if number >= 100:
        rest = number % 100
        tail = "" if not rest else "零" + DIGITS[rest] if rest < 10 else DIGITS[rest // 10] + "十"
        return "一百" + tail + (DIGITS[rest % 10] if rest >= 10 and rest % 10 else "")
    tens, ones = divmod(number, 10)
    front = "" if not tens else "十" if tens == 1 else DIGITS[tens] + "十"
    return front + (DIGITS[ones] if ones or not tens else "")


def heading_text(random: Random, most: int = 40) -> str:
    """A heading without its number, of at most ``most`` characters."""
    forms = (
        lambda: random.choice(VERBS) + random.choice(NOUNS),
        lambda: f"{random.choice(VERBS)}{random.choice(NOUNS)}，{random.choice(VERBS)}{random.choice(NOUNS)}",
        lambda: f"{random.choice(VERBS)}“{random.choice(NAMES)}”{random.choice(NOUNS)}",
        lambda: random.choice(NOUNS),
        lambda: f"{random.choice(NOUNS)}与{random.choice(NOUNS)}",
        lambda: f"{random.choice(VERBS)}、{random.choice(VERBS)}{random.choice(NOUNS)}",
        lambda: random.choice(("总体要求", "发展基础", "主要目标", "保障措施", "组织领导", "指导思想")),
    )
    text = random.choice(forms)()
    return text if len(text) <= most else random.choice(NOUNS)[:most]


def title_text(random: Random, kinds: tuple[str, ...] = KINDS) -> str:
    """A document's title."""
    return random.choice(PLACES) + random.choice(NOUNS) + random.choice(kinds)


def clause(random: Random) -> str:
    """Part of a sentence."""
    roll = random.random()
    if roll < 0.55:
        return random.choice(VERBS) + random.choice(NOUNS)
    if roll < 0.7:
        return f"{random.choice(NOUNS)}达到{figure(random)}{random.choice(UNITS)}"
    if roll < 0.8:
        return f"{random.choice(NOUNS)}年均增长{figure(random)}%左右"
    if roll < 0.88:
        return f"推动“{random.choice(NAMES)}”落地见效"
    if roll < 0.93:
        return f"到{random.randint(2026, 2035)}年{random.choice(VERBS)}{random.choice(NOUNS)}"
    reference = random.choice(REFERENCES)
    return reference.format(n=numeral(random.randint(1, 60)), year=random.randint(2026, 2035), digit=3)


def figure(random: Random) -> str:
    """A number, often a decimal: at a line's start it looks like a heading's."""
    return random.choice(
        (
            f"{random.randint(1, 9)}.{random.randint(1, 99)}",
            str(random.randint(2, 4200)),
            f"{random.randint(1, 40)}.{random.randint(1, 9)}",
        )
    )


def sentence(random: Random) -> str:
    """A sentence of two to five clauses."""
    return "，".join(clause(random) for _ in range(random.randint(2, 5))) + "。"


def paragraph(random: Random) -> str:
    """Two to five sentences."""
    return "".join(sentence(random) for _ in range(random.randint(2, 5)))


def item(random: Random) -> str:
    """An entry of a list."""
    return f"{random.choice(VERBS)}{random.choice(NOUNS)}{random.randint(2, 90)}{random.choice(UNITS)}"


OPENINGS = (
    "第十五届市民运动会期间，",
    "一季度以来，",
    "三、四级医院方面，",
    "2027年，",
    "5G网络方面，",
    "1.5万户家庭中，",
    "十年来，",
    "第三产业方面，",
    "二是从短板看，",
    "（以下简称本区）",
    "一、二、三产业方面，",
    "3.2亿元专项资金中，",
    "60%以上的",
    "2026年3月1日起，",
)
"""Beginnings of paragraphs that look like a heading's number."""


def opening(random: Random) -> str:
    """What a paragraph begins with, mostly nothing."""
    return random.choice(OPENINGS) if random.random() < 0.12 else ""
