"""Bulletins made up at random: cover, contents, notices with what they pass on, appointments, last page."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from generated import Maker, make_style
from wording import NOUNS, paragraph

from eval.document_score import DocumentRow

DISTRICT = "青禾区"
ISSUERS = (
    ("青禾区人民政府", "青府发"),
    ("青禾区人民政府办公室", "青府办发"),
    ("青禾区发展和改革委员会", "青发改"),
)
KINDS = ("专项规划", "实施方案", "实施意见", "管理办法（试行）", "三年行动计划（2026—2028年）")
BRACKETS = ("〔{}〕", "[{}]", "［{}］", "﹝{}﹞")
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "明华建国平芳伟静敏强"


@dataclass(frozen=True, slots=True)
class MadeBulletin:
    """A bulletin's text, and the documents in it."""

    text: str
    documents: tuple[DocumentRow, ...]


@dataclass(slots=True)
class _Printed:
    """What is printed of one document: its lines, and what must be read of it."""

    lines: list[str]
    title: str
    issuer: str = ""
    number: str = ""
    written: str = ""


def make_bulletin(seed: int) -> MadeBulletin:
    """One bulletin and its documents, the same for the same ``seed``."""
    random = Random(seed)
    names = random.sample(NOUNS, random.randint(2, 5))
    printed = [_notice(random, name, number) for number, name in enumerate(names, random.randint(1, 30))]
    if random.random() < 0.5:
        printed.insert(random.randint(1, len(printed)), _appointments(random))
    gap = random.choice((0, 1))
    lines = _cover(random, printed) if random.random() < 0.7 else []
    rows: list[DocumentRow] = []
    for one in printed:
        first = len(lines) + 1
        for line in one.lines:
            lines += [line, *[""] * gap]
        rows.append(DocumentRow(first, len(lines), one.title, one.issuer, one.number, one.written))
    if lines[0].endswith("公报") and random.random() < 0.7:
        lines += [
            "青禾区人民政府公报",
            "2026年第3期（总第12期）",
            "2026年6月30日出版",
            "主办：青禾区人民政府办公室",
        ]
    return MadeBulletin("\n".join(lines) + "\n", tuple(rows))


def _notice(random: Random, name: str, number: int) -> _Printed:
    issuer, code = random.choice(ISSUERS)
    plan = f"{DISTRICT}{name}{random.choice(KINDS)}"
    verb = random.choice(("印发", "批转区发展改革委", "转发区商务委"))
    title = f"关于{verb}《{plan}》的通知"
    year, month, day = 2026, random.randint(1, 12), random.randint(1, 28)
    date_line = random.choice(("（{}年{}月{}日）", "({}年{}月{}日)", "{} 年 {} 月 {} 日")).format(
        year, month, day
    )
    number_line = code + random.choice(BRACKETS).format(year) + f"{number}号"
    head = [issuer, *_broken(random, title)]
    head += [date_line, number_line] if random.random() < 0.7 else [number_line, date_line]
    notice = f"现将《{plan}》印发给你们，请认真按照执行。"
    lines = [*head, "各街道办事处、各镇人民政府，区政府各委、办、局：", notice, *_broken(random, plan)]
    maker = Maker(random, make_style(random))
    maker.pieces.clear()
    lines.append(paragraph(random))
    for place in range(1, random.randint(2, 4) + 1):
        maker.section(0, (place,))
    lines += [piece.text + piece.body for piece in maker.pieces]
    if random.random() < 0.3:
        lines += ["附件", f"{DISTRICT}{name}任务分工表", "序号\t任务\t责任单位", "1\t推进建设\t区建设管理委"]
    full = issuer + title
    return _Printed(lines, full, issuer, f"{code}〔{year}〕{number}号", f"{year}-{month:02}-{day:02}")


def _appointments(random: Random) -> _Printed:
    title = f"2026年{random.choice('一二三四五')}月区政府人事任免事项"
    lines = [title]
    for act in ("任命", "免去"):
        lines.append(f"姓名\t{act}职务")
        for _ in range(random.randint(2, 5)):
            name = random.choice(SURNAMES) + random.choice(GIVEN) + random.choice(("", random.choice(GIVEN)))
            post = random.choice(("商务委员会副主任", "统计局副局长", "教育局副局长"))
            lines.append(f"{name}\t{DISTRICT}{post}；")
    return _Printed(lines, title)


def _cover(random: Random, printed: list[_Printed]) -> list[str]:
    lines = ["青禾区人民政府公报", "2026年第3期（总第12期）", "目　录"]
    page = 3
    for one in printed:
        dots = random.choice(("……", " "))
        lines.append(f"{one.title}{dots}（{page}）" if dots == " " else f"{one.title}{dots}{page}")
        page += random.randint(2, 12)
    return lines


def _broken(random: Random, title: str) -> list[str]:
    """A title on one line, or broken in two where print would break it."""
    if len(title) < 24 or random.random() < 0.4:
        return [title]
    cut = random.randint(len(title) // 2, len(title) - 3)
    return [title[:cut], title[cut:]]
