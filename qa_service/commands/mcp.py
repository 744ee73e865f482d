"""``planqa mcp``: the tools for agents, over standard input and output."""

from __future__ import annotations

from qa_service.commands.options import Home, Model


def mcp(home: Home = None, model: Model = None) -> None:
    """供智能体使用：经标准输入输出提供 MCP 工具（提问、查找、引用、核对）。"""
    from qa_service.commands.setup import start

    settings = start(home=home, model=model)
    from qa_service.mcp.over_stdio import serve

    serve(settings.home, settings.model)
