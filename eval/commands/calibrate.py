"""``planqa eval calibrate``: fit the confidence to question sets."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.commands.frame import (
    AsJson,
    Home,
    print_json,
    print_table,
    progress,
    settings_of,
    told,
    write_json,
)
from ingest.errors import BadInput


@told
def calibrate(
    sets: Annotated[
        list[str],
        typer.Argument(metavar="问题集[=索引目录]…", help="可给多个；各用自己的索引时写 问题集=目录"),
    ],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="把系数和各项数字写成 JSON")] = None,
    ready: Annotated[
        Path | None,
        typer.Option("--calibration", metavar="文件", help="把系数单独写成 calibration.json"),
    ] = None,
    foreign: Annotated[
        list[str] | None,
        typer.Option(
            "--foreign",
            metavar="问题集[=索引目录]",
            help="与索引内容无关的问题集，用来认出题外话",
        ),
    ] = None,
    home: Home = None,
    folds: Annotated[int, typer.Option("--folds", min=2, help="交叉验证的折数")] = 10,
    repeats: Annotated[int, typer.Option("--repeats", min=1, help="重复划分的次数")] = 10,
    c: Annotated[float, typer.Option("--c", min=1e-4, help="正则化强度的倒数，越小越保守")] = 1.0,
    only: Annotated[str | None, typer.Option("--only", metavar="信号,信号…", help="只用这些信号")] = None,
    threshold: Annotated[
        float | None, typer.Option("--threshold", min=0.0, max=1.0, help="指定拒答阈值，不自动选择")
    ] = None,
    false_refusals: Annotated[
        float | None,
        typer.Option(
            "--false-refusals",
            min=0.0,
            max=1.0,
            metavar="比例",
            help="取误拒不超过这一比例的最高阈值，不求两种错误平衡",
        ),
    ] = None,
    left_out: Annotated[
        float,
        typer.Option(
            "--left-out",
            min=0.0,
            metavar="权重",
            help="有答案的题再去掉依据问一次，作为无答案的例子，各按这一权重计；0 为不用",
        ),
    ] = 0.0,
    beside: Annotated[
        list[str] | None,
        typer.Option(
            "--beside",
            metavar="问题集[=索引目录]",
            help="只参与拟合、不计入成绩的问题集，权重见 --beside-weight",
        ),
    ] = None,
    beside_weight: Annotated[
        float, typer.Option("--beside-weight", min=1e-6, metavar="权重", help="--beside 的题每题算几题")
    ] = 0.3,
    as_json: AsJson = False,
) -> None:
    """拟合置信度：由检索信号估计“有依据”的概率，并以交叉验证给出误答、误拒。

    不用 cite 和 misquote 两类题。
    """
    from eval.calibration import Plan
    from eval.calibration import calibrate as fit_all
    from eval.calibration_tables import calibration_tables
    from eval.logistic import FitSettings
    from eval.signals import collect, keep_signals

    examples, described = [], []
    given = [(text, False, 0.0) for text in sets]
    given += [(text, True, 0.0) for text in foreign or ()]
    given += [(text, False, beside_weight) for text in beside or ()]
    for text, is_foreign, weight in given:
        path, place = split_pair(text, home)
        found, about = collect(path, place, progress, foreign=is_foreign, left_out=left_out, beside=weight)
        examples += found
        described.append(about | {"sha256": sha256(path.read_bytes()).hexdigest()})
    if only:
        examples = keep_signals(examples, [name.strip() for name in only.split(",") if name.strip()])
    plan = Plan(folds, repeats, FitSettings(c=c), threshold, false_refusals)
    with progress("交叉验证", repeats) as step:
        figures: dict[str, Any] = fit_all(examples, plan, step=step)
    figures["sets"] = described
    if output:
        write_json(output, figures)
    if ready:
        write_json(ready, figures["coefficients"])
    if as_json:
        print_json(figures)
    else:
        print_table(calibration_tables(figures))


def split_pair(text: str, home: Path | None) -> tuple[Path, Path]:
    """Read ``SET=HOME`` or ``SET``.

    >>> split_pair("a.jsonl=/tmp/home", None)
    (PosixPath('a.jsonl'), PosixPath('/tmp/home'))
    """
    # A file whose name holds "=" is meant as a file.
    name, sign, place = (
        (text, "", "") if Path(text).exists() else text.rpartition("=") if "=" in text else (text, "", "")
    )
    if sign and not (name and place):
        raise BadInput(f"写法不对：{text}", remedy="请写 问题集=索引目录")
    return Path(name), Path(place) if sign else settings_of(home).home
