"""The signature (落款) under a document or the notice before it: who issued it, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.blocks import Block
from ingest.chars import squeeze
from ingest.titles import DATE, is_date_line, parse_date

FOOT_BLOCKS = 12
"""The date stands within so many blocks of the end: notes on printing and copies come behind it."""

SIGNERS = 10
"""So many bodies sign together at most."""

SIGNER_LONGEST = 30
"""Characters of a body's name at most."""

_BODY = re.compile(
    r"[\u4e00-\u9fff（）()]{1,}(?:政府|办公厅|办公室|委员会|[党常管]委会?|党组|法院|检察院|国务院|监会|协会|总?工会"
    r"|联合会|公司|中心|领导小组|指挥部|联席会议|人民银行|总?局|委|厅|部|院|署|办)"
)
_ADDRESSED = re.compile(r"^[各抄报]|有关")


@dataclass(frozen=True, slots=True)
class Signature:
    """The bodies that sign, in order, and the date under their names (成文日期)."""

    issuers: tuple[str, ...]
    written: date | None


def read_signature(blocks: Sequence[Block]) -> Signature | None:
    """Return the signature at the end of ``blocks``: bodies' names alone on their lines (or side by side,
    wide blanks between them), a date under them or behind the last one; ``None`` where there is none.

    Several bodies that issue together sign one below the other (党政机关公文格式 GB/T 9704—2012, 7.3.5.2:
    联合行文, 发文机关署名 in order).
    """
    for index in range(len(blocks) - 1, max(-1, len(blocks) - 1 - FOOT_BLOCKS), -1):
        block = blocks[index]
        if block.kind != "text":
            continue
        line = block.text[block.text.rfind("。") + 1 :]  # run into the last sentence
        above = _names(line, dated=True)
        if not (above or is_date_line(line)):
            continue
        place = index
        while len(above) < SIGNERS and place and (names := _signers(blocks[place - 1])):
            above = [*names, *above]
            place -= 1
        return Signature(tuple(above), parse_date(squeeze(line))) if above else None
    return None


def _signers(block: Block) -> list[str]:
    return _names(block.text, dated=False) if block.kind == "text" else []


def _names(text: str, *, dated: bool) -> list[str]:
    """The bodies that a line names and nothing else, a date behind them apart where ``dated``."""
    if dated:
        match = DATE.search(text)
        if not match or match.end() != len(text.rstrip(" \u3000）)")):
            return []
        text = text[: match.start()]
    names = [squeeze(part) for part in re.split(r"[ \u3000]{2,}|\t", text.strip())]
    whole = all(len(name) <= SIGNER_LONGEST and _BODY.fullmatch(name) for name in names)
    return names if whole and not _ADDRESSED.search(names[0]) else []
