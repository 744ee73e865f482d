"""Changes to what the index holds, with real files and the real model: one generation for several of them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from index.build import build_index
from index.changes import Applied, BringBack, Change, NameTaken, PutFile, TakeOut, apply_changes
from index.encoder import Encoder
from index.generation import BuildInProgress, GenerationWriter, list_generations, open_current
from index.hidden import hidden_places, hide
from index.holdings import Held, Holdings, from_notes
from index.search import Searcher
from ingest.errors import NotFound, PlanqaError, UnreadableFile

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY / "samples" / "documents"
NOTICE = "关于澄湖区{n}号路灯改造的通知\n\n一、改造范围\n{n}号路灯改造覆盖滨河路沿线{n}盏路灯。\n"


@pytest.fixture
def home(tmp_path: Path, model_folder: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(model_folder.parent)
    return home


@pytest.fixture
def built(home: Path, tmp_path: Path) -> Path:
    files = tmp_path / "files"
    shutil.copytree(SAMPLES, files)
    build_index([files], home)
    return home


def upload(home: Path, name: str, text: str) -> Held:
    digest = f"{abs(hash((name, text))):x}"
    path = home / "sources" / digest / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return Held(f"id-{name}", str(path), name, sha256(path.read_bytes()).hexdigest(), "upload", "2026-11-22")


def held(home: Path) -> Holdings:
    return from_notes(open_current(home).notes)


def names(home: Path) -> list[str]:
    return [one.name for one in held(home).files]


def titles(home: Path, encoder: Encoder) -> list[str]:
    return [d.metadata.title for d in Searcher(open_current(home), encoder).documents]


def apply(home: Path, encoder: Encoder, *changes: Change) -> Applied:
    return apply_changes(changes, home, encoder)


def worked(applied: Applied) -> bool:
    return applied.published and not any(applied.errors)


def test_several_changes_make_one_generation(built: Path, encoder: Encoder) -> None:
    before = len(list_generations(built))
    plan = held(built).named("chenghu_plan.txt")
    assert plan
    applied = apply(
        built,
        encoder,
        PutFile(upload(built, "一.txt", NOTICE.format(n=1))),
        PutFile(upload(built, "二.txt", NOTICE.format(n=2))),
        TakeOut(plan.id),
    )
    assert worked(applied)
    assert len(list_generations(built)) == before + 1
    assert names(built) == ["chenghu_bulletin.txt", "chenghu_rules.md", "一.txt", "二.txt"]


def test_the_outcome_is_that_of_a_build_of_the_same_files(
    built: Path, encoder: Encoder, tmp_path: Path
) -> None:
    notice = upload(built, "一.txt", NOTICE.format(n=1))
    assert worked(apply(built, encoder, PutFile(notice)))
    changed = Searcher(open_current(built), encoder)
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / "models").symlink_to((built / "models").resolve())
    build_index([tmp_path / "files", Path(notice.path)], whole)
    made = Searcher(open_current(whole), encoder)
    assert [p.id for p in changed.passages] == [p.id for p in made.passages]
    for store in ("words", "bigrams"):
        for name in ("data.csc.index.npy", "indices.csc.index.npy", "vocab.index.json"):
            assert (changed.generation.path / store / name).read_bytes() == (
                made.generation.path / store / name
            ).read_bytes()
    for folder in ("passages", "sentences"):
        a, b = (s.generation.path / folder / "dense.faiss" for s in (changed, made))
        assert a.read_bytes() == b.read_bytes()
    assert np.array_equal(changed.spans, made.spans)
    question = "滨河路沿线改造几盏路灯？"
    assert changed.search(question).order[0] == made.search(question).order[0]


def test_untouched_passages_keep_their_codes(built: Path, encoder: Encoder) -> None:
    before = Searcher(open_current(built), encoder)
    assert worked(apply(built, encoder, PutFile(upload(built, "一.txt", NOTICE.format(n=1)))))
    after = Searcher(open_current(built), encoder)
    for number in (0, 5, len(before.passages) - 1):
        first, last = before.late.starts[number : number + 2]
        place = [p.id for p in after.passages].index(before.passages[number].id)
        again = after.late.codes[after.late.starts[place] : after.late.starts[place + 1]]
        assert np.array_equal(before.late.codes[first:last], again)


def test_all_is_quantised_anew_once_the_index_has_doubled(home: Path, encoder: Encoder) -> None:
    apply(home, encoder, PutFile(upload(home, "零.txt", NOTICE.format(n=0))))
    first = open_current(home).notes["fitted"]
    apply(home, encoder, *(PutFile(upload(home, f"{n}.txt", NOTICE.format(n=n))) for n in range(1, 6)))
    current = open_current(home)
    assert current.notes["fitted"] == current.counts["passages"]
    assert current.notes["fitted"] != first


def test_a_first_upload_makes_the_first_generation(home: Path, encoder: Encoder) -> None:
    applied = apply(home, encoder, PutFile(upload(home, "一.txt", NOTICE.format(n=1))))
    assert worked(applied)
    assert names(home) == ["一.txt"]


def test_one_document_of_a_bulletin_goes_and_comes_back(built: Path, encoder: Encoder) -> None:
    bulletin = held(built).named("chenghu_bulletin.txt")
    assert bulletin
    searcher = Searcher(open_current(built), encoder)
    inside = [d for d in searcher.documents if d.source.name == bulletin.name]
    assert len(inside) > 1
    gone, kept = inside[0], inside[1:]
    assert worked(apply(built, encoder, TakeOut(bulletin.id, gone.id)))
    left = Searcher(open_current(built), encoder).documents
    assert [d.id for d in left if d.source.name == bulletin.name] == [d.id for d in kept]
    assert worked(apply(built, encoder, BringBack(bulletin.id, gone.id)))
    again = Searcher(open_current(built), encoder).documents
    assert [d.id for d in again if d.source.name == bulletin.name] == [d.id for d in inside]
    assert held(built).removed == ()


def test_documents_deleted_one_by_one_come_back_one_by_one(built: Path, encoder: Encoder) -> None:
    bulletin = held(built).named("chenghu_bulletin.txt")
    assert bulletin
    inside = [
        d.id for d in Searcher(open_current(built), encoder).documents if d.source.name == bulletin.name
    ]
    for document in inside:
        assert worked(apply(built, encoder, TakeOut(bulletin.id, document)))
    assert bulletin.name not in names(built)
    assert worked(apply(built, encoder, BringBack(bulletin.id, inside[0])))
    documents = Searcher(open_current(built), encoder).documents
    assert [d.id for d in documents if d.source.name == bulletin.name] == [inside[0]]
    assert worked(apply(built, encoder, BringBack(bulletin.id)))
    documents = Searcher(open_current(built), encoder).documents
    assert [d.id for d in documents if d.source.name == bulletin.name] == inside


def test_a_file_that_is_gone_is_restored_from_what_was_read(
    built: Path, encoder: Encoder, tmp_path: Path
) -> None:
    rules = held(built).named("chenghu_rules.md")
    assert rules
    assert worked(apply(built, encoder, TakeOut(rules.id)))
    (tmp_path / "files" / "chenghu_rules.md").unlink()
    assert worked(apply(built, encoder, BringBack(rules.id)))
    assert rules.name in names(built)


def test_replacing_keeps_the_place_and_the_id(built: Path, encoder: Encoder) -> None:
    plan = held(built).named("chenghu_plan.txt")
    assert plan
    new = upload(built, "chenghu_plan.txt", NOTICE.format(n=7))
    new = Held(plan.id, new.path, new.name, new.sha256, "upload", new.added)
    place = names(built).index(plan.name)
    assert worked(apply(built, encoder, PutFile(new, plan.id)))
    assert held(built).files[place] == new
    assert "7号路灯改造" in "".join(titles(built, encoder))


def test_applying_again_what_is_in_force_changes_nothing(built: Path, encoder: Encoder) -> None:
    notice = upload(built, "一.txt", NOTICE.format(n=1))
    bulletin = held(built).named("chenghu_bulletin.txt")
    assert bulletin
    changes: list[Change] = [PutFile(notice), TakeOut(bulletin.id)]
    first = apply(built, encoder, *changes)
    again = apply(built, encoder, *changes)
    assert worked(first)
    assert not again.published
    assert again.errors == (None, None)
    assert again.generation == first.generation


def test_what_cannot_be_done_leaves_the_rest(built: Path, encoder: Encoder) -> None:
    empty = upload(built, "空.txt", " \n")
    other = upload(built, "chenghu_rules.md", NOTICE.format(n=3))
    applied = apply(
        built,
        encoder,
        PutFile(empty),
        TakeOut("no-such-file"),
        BringBack("no-such-file"),
        PutFile(other),
        PutFile(upload(built, "一.txt", NOTICE.format(n=1))),
    )
    kinds: list[type[PlanqaError] | None] = [type(error) if error else None for error in applied.errors]
    assert kinds == [UnreadableFile, NotFound, NotFound, NameTaken, None]
    assert names(built)[-1] == "一.txt"


def test_the_last_document_goes_by_being_hidden(home: Path, encoder: Encoder) -> None:
    notice = upload(home, "一.txt", NOTICE.format(n=1))
    apply(home, encoder, PutFile(notice))
    document = Searcher(open_current(home), encoder).documents[0]
    hide(home, [(document.source.sha256, document.id)])
    applied = apply(home, encoder, TakeOut(notice.id))
    assert applied.emptied
    assert not applied.published
    second = apply(home, encoder, PutFile(upload(home, "二.txt", NOTICE.format(n=2))))
    assert worked(second)
    assert names(home) == ["二.txt"], "what is hidden does not come back with the next generation"


def test_a_build_under_way_refuses_changes(built: Path, encoder: Encoder) -> None:
    with GenerationWriter(built), pytest.raises(BuildInProgress):
        apply(built, encoder, TakeOut("x"))


def test_uploads_and_deletions_outlive_a_build_unless_only_its_paths_count(
    built: Path, encoder: Encoder, tmp_path: Path
) -> None:
    rules, bulletin = held(built).named("chenghu_rules.md"), held(built).named("chenghu_bulletin.txt")
    assert rules
    assert bulletin
    first = next(
        d for d in Searcher(open_current(built), encoder).documents if d.source.name == bulletin.name
    )
    apply(
        built,
        encoder,
        PutFile(upload(built, "一.txt", NOTICE.format(n=1))),
        TakeOut(rules.id),
        TakeOut(bulletin.id, first.id),
    )
    (tmp_path / "files" / "new.txt").write_text(NOTICE.format(n=9), encoding="utf-8")
    report = build_index([tmp_path / "files"], built)
    assert names(built) == ["chenghu_bulletin.txt", "chenghu_plan.txt", "new.txt", "一.txt"]
    told = {Path(o.path).name: o.left_out for o in report.outcomes if o.left_out}
    assert set(told) == {"chenghu_rules.md", "chenghu_bulletin.txt"}
    assert [Path(o.path).name for o in report.outcomes if o.uploaded] == ["一.txt"]
    assert first.id not in {d.id for d in Searcher(open_current(built), encoder).documents}
    rules_file = tmp_path / "files" / "chenghu_rules.md"
    rules_file.write_text(rules_file.read_text(encoding="utf-8") + "\n补充一条。\n", encoding="utf-8")
    build_index([tmp_path / "files"], built)
    assert "chenghu_rules.md" in names(built), "a file that has changed since is another one"
    build_index([tmp_path / "files"], built, only=True)
    assert "一.txt" not in names(built)
    assert held(built).removed == ()


def test_a_build_finds_uploads_in_a_home_that_was_moved(
    built: Path, encoder: Encoder, tmp_path: Path
) -> None:
    text = NOTICE.format(n=1)
    digest = sha256(text.encode()).hexdigest()
    path = built / "sources" / digest / "一.txt"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    apply(built, encoder, PutFile(Held("id1", str(path), path.name, digest, "upload", "2026-11-22")))
    moved = tmp_path / "moved"
    built.rename(moved)
    report = build_index([tmp_path / "files"], moved)
    assert [Path(o.path) for o in report.outcomes if o.uploaded] == [moved / "sources" / digest / "一.txt"]
    assert held(moved).files[-1].origin == "upload"


def test_deletions_of_uploads_are_forgotten_in_time_but_not_those_of_built_files(
    built: Path, encoder: Encoder
) -> None:
    notice = upload(built, "一.txt", NOTICE.format(n=1))
    rules = held(built).named("chenghu_rules.md")
    assert rules
    apply(built, encoder, PutFile(notice))
    apply(built, encoder, TakeOut(notice.id), TakeOut(rules.id))
    assert len(held(built).removed) == 2
    later = datetime.now(UTC) + timedelta(days=31)
    apply_changes([PutFile(upload(built, "二.txt", NOTICE.format(n=2)))], built, encoder, now=later)
    assert [one.held.name for one in held(built).removed] == ["chenghu_rules.md"]


def test_marks_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert hidden_places(tmp_path) == frozenset()
    hide(tmp_path, [("a", "1"), ("b", "2")])
    hide(tmp_path, [("b", "2")])
    assert hidden_places(tmp_path) == {("a", "1"), ("b", "2")}
    (tmp_path / "hidden.json").write_text("[{", encoding="utf-8")
    assert hidden_places(tmp_path) == frozenset()
