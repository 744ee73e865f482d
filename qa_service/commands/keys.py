"""``planqa keys``: who may use the service."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from qa_service.commands.options import AsJson, Home
from qa_service.commands.shell import Command, Group

if TYPE_CHECKING:
    from qa_service.access.keys import Key

MOST_DAYS = 36_500
MOST_NAME = 80

app = typer.Typer(
    cls=Group,
    help="访问密钥：创建、列出、撤销。",
    no_args_is_help=True,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]",
)


@app.command(cls=Command, options_metavar="[选项]")
def create(
    role: Annotated[str, typer.Option("--role", metavar="角色", help="reader 查阅、editor 编辑、admin 管理")],
    name: Annotated[str, typer.Option("--name", metavar="名称", help="给谁用，便于以后辨认")] = "",
    expires: Annotated[
        str | None,
        typer.Option("--expires", metavar="日期", help="最后一天，如 2027-12-31；或天数，如 90d"),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """创建一个密钥。密钥只显示这一次，服务只保存它的散列值。"""
    from qa_service.access.keyring import Keyring
    from qa_service.access.keys import new_key
    from qa_service.access.roles import Role
    from qa_service.commands.setup import start

    settings = start(home=home, quiet=as_json)
    try:
        chosen = Role.named(role)
    except KeyError:
        raise _unknown_role(role) from None
    text, key = new_key(chosen, name=_checked_name(name), expires=last_day(expires, date.today()))
    Keyring(settings.home).add(key)
    if as_json:
        _print_json({"key": text, **_shown(key)})
        return
    typer.echo(text)
    typer.echo(f"已创建密钥 {key.id}（{key.role.label}）；以后不再显示，请现在保存", err=True)


@app.command("list", cls=Command, options_metavar="[选项]")
def list_keys(home: Home = None, as_json: AsJson = False) -> None:
    """列出所有密钥（不显示密钥本身）。"""
    from qa_service.access.keyring import Keyring
    from qa_service.commands.setup import start

    keys = Keyring(start(home=home, quiet=as_json).home).all()
    if as_json:
        _print_json([_shown(key) for key in keys])
    elif keys:
        from qa_service.show.console import show
        from qa_service.show.keys import keys_view

        show([keys_view(keys)])
    else:
        typer.echo("还没有密钥；创建：planqa keys create --role reader", err=True)


@app.command(cls=Command, options_metavar="[选项]")
def revoke(
    key: Annotated[str, typer.Argument(metavar="编号", help="密钥编号，见 planqa keys list")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """撤销一个密钥，立即生效。"""
    from qa_service.access.keyring import Keyring
    from qa_service.commands.setup import start

    revoked = Keyring(start(home=home, quiet=as_json).home).revoke(key)
    if as_json:
        _print_json(_shown(revoked))
        return
    typer.echo(f"已撤销密钥 {revoked.id}（{revoked.role.label}）")


def last_day(given: str | None, today: date) -> date | None:
    """Return the day that ``--expires`` names; ``90d`` is 90 days from today.

    >>> last_day("90d", date(2026, 1, 1)), last_day("2027-12-31", date(2026, 1, 1))
    (datetime.date(2026, 4, 1), datetime.date(2027, 12, 31))

    Raises:
        BadInput: no day, or one that is over.
    """
    from ingest.errors import BadInput

    if given is None:
        return None
    try:
        if given.endswith("d") and given[:-1].isdecimal():
            day = today + timedelta(days=min(int(given[:-1]), MOST_DAYS))
        else:
            day = datetime.strptime(given, "%Y-%m-%d").date()
    except ValueError:
        raise BadInput(f"日期 {given} 无法识别", remedy="写成 2027-12-31，或天数 90d") from None
    if day < today:
        raise BadInput(f"日期 {given} 已经过去", remedy="请给出今天或以后的日期")
    return day


def _checked_name(name: str) -> str:
    from ingest.errors import BadInput

    if len(name) > MOST_NAME or not (name.isprintable()):
        raise BadInput("名称太长或含有控制字符", remedy=f"请用不超过 {MOST_NAME} 个可显示的字符")
    return name.strip()


def _unknown_role(role: str) -> Exception:
    from ingest.errors import BadInput

    return BadInput(f"没有角色 {role}", remedy="请用 reader（查阅）、editor（编辑）或 admin（管理）")


def _shown(key: Key) -> dict[str, object]:
    return {
        "id": key.id,
        "role": key.role.word,
        "name": key.name,
        "created": key.created,
        "expires": key.expires,
        "revoked": key.revoked,
    }


def _print_json(data: object) -> None:
    from qa_service.show.as_json import print_json

    print_json(data)
