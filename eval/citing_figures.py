"""The figures that ``docs/citation.md`` quotes: ``python -m eval.citing_figures``.

What ``planqa eval cite``, ``planqa eval claims`` and ``planqa eval draft`` wrote with ``-o`` goes into
``docs/figures/drafts.json`` (``--cite FILE --claims FILE --sample FILE --corpus FILE``), and from there into
the page. ``--check`` writes nothing and exits with 1 where the page says something else than the figures.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

FIGURES: Final = Path("docs/figures/drafts.json")
PAGE: Final = Path("docs/citation.md")
BEGIN: Final = "<!-- figures:begin -->"
END: Final = "<!-- figures:end -->"

_NAMES: Final = {"supported": "`verified` or `paraphrase`"}
Part = Annotated[Path | None, typer.Option(metavar="FILE", help="What the command wrote with -o")]


def take(parts: dict[str, Path | None]) -> dict[str, Any]:
    """Return the figures with the parts that are given taken anew."""
    known: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else {}
    for name, path in parts.items():
        if path is not None:
            known[name] = json.loads(path.read_text(encoding="utf-8"))
    return known


def render(figures: dict[str, Any]) -> str:
    """Return the block of the page."""
    lines = [*_cite(figures["cite"]), ""]
    lines += _draft("The draft of `samples/drafts`, labelled by hand", figures["sample"])
    lines += ["", *_draft("A draft generated over the five development files", figures["corpus"])]
    lines += ["", *_claims(figures["claims"])]
    return "\n".join(lines)


def _cite(found: dict[str, Any]) -> list[str]:
    cited, wrong = found["cite"], found["misquote"]
    return [
        f"Development questions: of {cited['items']} `cite` items the right source comes first for "
        f"{cited['right_source_first']}, {cited['called_altered_or_not_found']} are called altered or not "
        f"found; of {wrong['items']} `misquote` items {wrong['flagged']} are flagged, "
        f"{wrong['fact_named']} with the altered fact named."
    ]


def _draft(title: str, found: dict[str, Any]) -> list[str]:
    work, machine = found["work"], found["machine"]
    lines = [
        f"{title}: {found['claims']} claims, {found['characters']} characters, "
        f"checked in {found['seconds']} s ({work['cpu_s']} s of processor time, {machine['cores']} cores, "
        f"{work.get('others_cores', 0)} of them busy with something else).",
        "",
        "| verdict | claims | precision | recall |",
        "|---|---|---|---|",
    ]
    for name, rates in found["verdicts"].items():
        shown = _NAMES.get(name, f"`{name}`")
        lines.append(
            f"| {shown} | {rates['claims']} | {_rate(rates['precision'])} | {_rate(rates['recall'])} |"
        )
    return lines


def _claims(found: dict[str, Any]) -> list[str]:
    lines = [
        f"Sentences of the development files retold or altered by rules, up to {found['each']} of a kind, "
        f"{found['claims']} in all: {found['true_called_altered_or_not_found']} true ones are called "
        f"altered or not found, {found['altered_called_verified']} altered ones verified.",
        "",
        "| kind | claims | right | change located | verdicts |",
        "|---|---|---|---|---|",
    ]
    for kind, told in found["kinds"].items():
        verdicts = ", ".join(f"{name} {count}" for name, count in told["verdicts"].items())
        located = _rate(told["located"]) if "located" in told else ""
        lines.append(f"| {kind} | {told['claims']} | {_rate(told['right'])} | {located} | {verdicts} |")
    return lines


def _rate(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}".removeprefix("0")


def main(
    cite: Part = None,
    claims: Part = None,
    sample: Part = None,
    corpus: Part = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 where the page differs")
    ] = False,
) -> None:
    """Bring the page's figures up to date."""
    figures = take({"cite": cite, "claims": claims, "sample": sample, "corpus": corpus})
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    wanted = f"{before}{BEGIN}\n{render(figures)}\n{END}{after}"
    if check:
        sys.exit(0 if wanted == text else 1)
    FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    PAGE.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
