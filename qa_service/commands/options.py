"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[
    Path | None,
    typer.Option("--home", metavar="目录", help="索引目录（默认 $PLANQA_HOME，再 ./.planqa）"),
]
AsJson = Annotated[bool, typer.Option("--json", help="在标准输出上只给一份 JSON")]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="模型", help="向量模型：目录或名称（默认用自带的）"),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度")]
