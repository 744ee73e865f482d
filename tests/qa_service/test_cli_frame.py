"""Help, settings, errors, and commands of other packages."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from cli_kit import SAMPLES, planqa, refusal, widest

from ingest.errors import BadInput
from qa_service.cli import app
from qa_service.commands.failures import told
from qa_service.commands.plugins import load_plugin
from qa_service.settings import load_settings

COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("columns", [80, 120])
def test_help_is_chinese_and_whole(command: str, columns: int) -> None:
    result = planqa(*command.split(), "--help", columns=columns)
    assert result.exit_code == 0
    assert "用法：" in result.stdout
    assert "选项" in result.stdout
    for english in ("Usage", "Options", "Arguments", "Show this", "default:", "required"):
        assert english not in result.stdout
    # The framework cuts what it cannot break, with a mark: none of our texts may come to that.
    assert not [line for line in result.stdout.splitlines() if line.rstrip(" │").endswith(" …")]
    assert widest(result.stdout) <= columns


def test_a_command_that_does_not_exist_exits_2() -> None:
    result = planqa("aks")
    assert result.exit_code == 2
    assert "没有命令 aks" in refusal(result)[0]


def test_version() -> None:
    assert planqa("--version").stdout.startswith("planqa ")


def test_options_win_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLANQA_HOME", str(tmp_path / "environment"))
    assert load_settings().home == tmp_path / "environment"
    assert load_settings(home=tmp_path).home == tmp_path
    assert "environment" in refusal(planqa("documents"))[0]
    monkeypatch.delenv("PLANQA_HOME")
    assert load_settings().home == Path(".planqa")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PLANQA_PORT", "70000"), ("PLANQA_HITS", "0"), ("PLANQA_LOG_LEVEL", "loud"), ("PLANQA_THREADS", "two")],
)
def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    result = planqa("documents")
    assert result.exit_code == 2
    message, _ = refusal(result)
    assert name in message and value in message


def test_the_default_number_of_hits_is_a_setting(monkeypatch: pytest.MonkeyPatch, sample_home: Path) -> None:
    monkeypatch.setenv("PLANQA_HITS", "1")
    shown = planqa("ask", "租金补贴每年申请几次", "--home", sample_home).stdout
    assert shown.count("引用") == 1


def test_debug_shows_the_traceback_wherever_it_stands(tmp_path: Path) -> None:
    plain = planqa("documents", "--home", tmp_path)
    assert "Traceback" not in plain.stderr
    for arguments in (("--debug", "documents"), ("documents", "--debug")):
        result = planqa(*arguments, "--home", tmp_path)
        assert "Traceback" in result.stderr
        assert result.stderr.endswith(plain.stderr)
        assert result.exit_code == 3


def test_an_error_of_ours_is_two_lines_too(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> None:
        raise KeyError("inner")

    assert told(broken) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "KeyError" in lines[0]
    assert "--debug" in lines[1]


def test_exit_codes_come_through() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    def refused() -> None:
        raise BadInput("坏", remedy="好")

    assert [told(interrupted), told(refused), told(lambda: 1), told(lambda: None)] == [130, 2, 1, 0]


def _offer(folder: Path, name: str, entry: str, code: str) -> None:
    """Install a distribution that offers a command, as pip would."""
    (folder / f"{name}_module.py").write_text(code, encoding="utf-8")
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[planqa.commands]\n{entry}\n")


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    load_plugin.cache_clear()
    return tmp_path


def test_another_package_can_offer_a_command(plugins: Path) -> None:
    code = "import typer\napp = typer.Typer()\n@app.command()\ndef hi(n: int) -> None:\n    print(n + 1)\n"
    _offer(plugins, "guest", "guest = guest_module:app", code)
    assert "guest" in planqa("--help").stdout
    assert planqa("guest", "41").stdout == "42\n"
    assert planqa("guest", "x").exit_code == 2


@pytest.mark.parametrize("code", ["raise RuntimeError('no\\nluck')", "app = 3", ""])
def test_a_broken_plugin_costs_one_line(plugins: Path, code: str) -> None:
    _offer(plugins, "bad", "bad = bad_module:app", code)
    listed = planqa("--help")
    assert listed.exit_code == 0
    assert "outline" in listed.stdout
    warnings = [line for line in listed.stderr.splitlines() if line]
    assert len(warnings) == 1
    assert "bad" in warnings[0]
    assert planqa("outline", SAMPLES / "chenghu_rules.md").stderr == ""
    assert planqa("bad").exit_code == 2


def test_a_plugin_cannot_take_the_place_of_a_command(plugins: Path) -> None:
    _offer(plugins, "thief", "outline = thief_module:app", "raise SystemExit(9)")
    assert planqa("outline", SAMPLES / "chenghu_rules.md").exit_code == 0


def test_the_application_is_a_typer_application() -> None:
    assert isinstance(app, typer.Typer)
