"""What a document is called where a notice's whole title would be too long."""

from __future__ import annotations

from ingest.chars import fold_title
from ingest.model import Metadata


def short_title(metadata: Metadata) -> str:
    """Return the title of the plan that a notice passes on; any other document's own title.

    A part counts as passed on if the notice names it; an annex, which it does not name, is no title.

    >>> short_title(Metadata("甲区关于印发《甲区产业规划》的通知", part_titles=("甲区产业规划",)))
    '甲区产业规划'
    >>> short_title(Metadata("甲区规划纲要", part_titles=("重大项目表",)))
    '甲区规划纲要'
    """
    whole = fold_title(metadata.title)
    return next((part for part in metadata.part_titles if fold_title(part) in whole), metadata.title)
