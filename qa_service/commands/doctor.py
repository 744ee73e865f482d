"""``planqa doctor``: is everything there, and does it work."""

from __future__ import annotations

import typer

from qa_service.commands.options import AsJson, Home, Model

NO_USABLE_INDEX = 3


def doctor(home: Home = None, model: Model = None, as_json: AsJson = False) -> None:
    """检查软件、模型、索引和磁盘，说明缺什么、怎么补。

    没有可用的索引时退出码为 3。"""
    from qa_service.commands.setup import start
    from qa_service.doctor import examine

    report = examine(start(home=home, model=model, quiet=as_json))
    if as_json:
        from qa_service.show.as_json import print_json

        print_json(report)
    else:
        from qa_service.show.console import show
        from qa_service.show.doctor import doctor_view

        show(doctor_view(report))
    if not report.usable:
        raise typer.Exit(NO_USABLE_INDEX)
