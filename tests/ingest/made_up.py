"""Made-up texts for the ingest tests, and how they are laid out on paper."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ingest.blocks import Block, build_blocks
from ingest.chars import display_width
from ingest.files import Reading, read_file
from ingest.gaps import without_tab_indents
from ingest.lines import measure_layout, page_start_lines, split_lines
from ingest.model import Document
from ingest.noise import noise_lines

SENTENCES = (
    "坚持以高质量发展为主题，着力提升产业能级，推动数字化转型，全面增强城区综合竞争力。",
    "到2030年，规模以上工业总产值达到860亿元，年均增长7.5%左右，研发投入强度达到3.2%。",
    "支持企业加大研发投入，建设一批公共服务平台，完善创新生态，促进科技成果在本区转化。",
    "优化空间布局，盘活低效用地１２０公顷，推进城市更新，增强群众的获得感、幸福感、安全感。",
    "强化要素保障，健全工作机制，加强统计监测，定期开展评估，重大事项及时报告区政府。",
    "依托“青禾科创谷”（二期）项目，引进AI、5G和机器人等领域企业300家以上。",
    "这项工作由谁牵头？由区发展改革委会同各街道、各镇负责落实！",
    "全区新增就业岗位3.2万个；登记失业率控制在4.5%以内；居民收入与经济增长同步。",
)
BODY = SENTENCES[0] + SENTENCES[2]


def reading(text: str, name: str = "青禾区文件.txt", encoding: str = "utf-8") -> Reading:
    """Write ``text`` to a file and read it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode(encoding))
        return read_file(path)


def documents(text: str, name: str = "青禾区文件.txt") -> tuple[Document, ...]:
    return reading(text, name).report.documents


def document(text: str, name: str = "青禾区文件.txt") -> Document:
    (only,) = documents(text, name)
    return only


def outline(text: str, name: str = "青禾区文件.txt") -> list[tuple[int, str]]:
    """Level and heading of every section of a file that holds one document, title apart."""
    return [(section.level, section.heading) for section in document(text, name).sections if section.level]


def blocks_of(text: str) -> list[Block]:
    lines = without_tab_indents(split_lines(text))
    layout = measure_layout(lines)
    noise = noise_lines(lines, page_start_lines(lines, text, layout))
    return build_blocks(text, lines, layout, noise).blocks


def wrapped(paragraph: str, width: int, indent: str = "") -> list[str]:
    """Break a paragraph into lines of at most ``width`` columns; Latin words and numbers stay whole."""
    lines, line = [], indent
    for word in re.findall(r"[A-Za-z0-9.%]+|.", paragraph):
        if display_width(line + word) > width:
            lines.append(line)
            line = ""
        line += word
    return [*lines, line]


def on_paper(paragraphs: Sequence[str], width: int, *, indent: str = "", gap: str = "\n") -> str:
    """Hard-wrap paragraphs, ``gap`` standing between any two lines."""
    return gap.join(line for paragraph in paragraphs for line in wrapped(paragraph, width, indent)) + "\n"
