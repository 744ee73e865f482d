"""``planqa generations``, ``rollback``, ``activate`` and ``prune``: earlier states of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qa_service.commands.options import AsJson, Home, Model

if TYPE_CHECKING:
    from index.generation import Generation
    from qa_service.settings import Settings


def generations(home: Home = None, as_json: AsJson = False) -> None:
    """列出历次建立的索引，逐个核对文件。"""
    from index.generation import list_generations
    from ingest.errors import NoIndex
    from qa_service.commands.setup import start

    settings = start(home=home, quiet=as_json)
    infos = list_generations(settings.home)
    if as_json:
        from qa_service.show.as_json import print_json

        print_json(infos)
    elif infos:
        from qa_service.show.console import show
        from qa_service.show.generations import generations_view

        show([generations_view(infos)])
    if not infos:
        raise NoIndex(f"{settings.home} 中还没有索引", remedy="先运行 `planqa build <文件或目录>` 建立索引")


def rollback(home: Home = None, as_json: AsJson = False) -> None:
    """回到上一代完好的索引。"""
    from index.generation import rollback as roll_back
    from qa_service.commands.setup import start

    _tell(roll_back(start(home=home, quiet=as_json).home), "已回到索引", as_json)


def activate(
    generation: Annotated[str, typer.Argument(metavar="编号", help="索引编号，见 planqa generations")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """启用指定的一代索引。"""
    from index.generation import activate as make_current
    from qa_service.commands.setup import start

    _tell(make_current(start(home=home, quiet=as_json).home, generation), "已启用索引", as_json)


def prune(
    keep: Annotated[int, typer.Option("--keep", min=1, help="保留最近几代完好的索引")] = 3,
    deleted: Annotated[
        bool, typer.Option("--deleted", help="彻底清除已删除的内容：只留当前一代，不能再恢复或回退")
    ] = False,
    home: Home = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """清理旧的索引；加 --deleted 时连同已删除文件的原文和缓存一并清除。"""
    from qa_service.commands.setup import start

    settings = start(home=home, model=model, quiet=as_json)
    removed = _purged(settings) if deleted else _pruned(settings, keep)
    if as_json:
        from qa_service.show.as_json import print_json

        print_json({"removed": removed})
        return
    typer.echo(f"已清理 {len(removed)} 项" + (f"：{'、'.join(removed)}" if removed else ""))


def _pruned(settings: Settings, keep: int) -> list[str]:
    from index.generation import prune as prune_generations

    return prune_generations(settings.home, keep)


def _purged(settings: Settings) -> list[str]:
    from index.purge import purge
    from index.segment import use_home
    from qa_service.collection.encoders import encoder_of
    from qa_service.collection.journal import Journal
    from qa_service.collection.uploads import clear_uploads

    use_home(settings.home)
    left = purge(settings.home, encoder_of(settings.home, settings.model))
    journal = Journal(settings.home)
    journal.forget()
    waiting = {result.sha256 for job in journal.unfinished() for result in job.files}
    return [*left.removed, *clear_uploads(settings.home, left.digests | waiting, older_than=0)]


def _tell(generation: Generation, done: str, as_json: bool) -> None:
    if as_json:
        from qa_service.show.as_json import print_json

        print_json(
            {"generation": generation.id, "created": generation.created, "counts": dict(generation.counts)}
        )
        return
    counts = generation.counts
    typer.echo(
        f"{done} {generation.id}：{counts.get('documents', 0)} 份文档，{counts.get('passages', 0)} 个段落"
    )
