"""A generation is opened whole or not at all; going back and pruning never lose the one that answers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from index.durable import replace_file
from index.generation import (
    BuildInProgress,
    GenerationWriter,
    activate,
    list_generations,
    open_current,
    open_generation,
    prune,
    reader,
    rollback,
)
from index.generation.checksums import FileEntry
from index.generation.layout import BUILDING_PREFIX, MANIFEST_NAME, REMOVING_PREFIX
from index.generation.manifest import _seal
from ingest.errors import DamagedIndex, NoIndex, NotFound, PlanqaError


def build(home: Path, text: str = "甲") -> str:
    with GenerationWriter(home) as writer:
        (writer.path / "passages.txt").write_text(text, encoding="utf-8")
        (writer.path / "lexical").mkdir()
        (writer.path / "lexical" / "data.bin").write_bytes(text.encode() * 100)
        return writer.publish(
            fingerprints={"encoder": "e5"}, counts={"passages": len(text)}, notes={"区": ["静安", 1, None]}
        )


def text_of(home: Path) -> str:
    return open_current(home).file("passages.txt").read_text(encoding="utf-8")


def flip_byte(path: Path, at: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_what_is_published_is_what_is_opened(tmp_path: Path) -> None:
    generation_id = build(tmp_path, "甲乙")
    generation = open_current(tmp_path)
    assert generation.id == generation_id
    assert generation.fingerprints == {"encoder": "e5"}
    assert generation.counts == {"passages": 2}
    assert generation.notes == {"区": ["静安", 1, None]}
    assert generation.file("lexical/data.bin").read_bytes() == "甲乙".encode() * 100
    assert generation.created.tzinfo is not None
    assert (tmp_path / "CURRENT").read_text() == f"{generation_id}\n"


def test_checksums_can_be_checked_with_sha256sum(tmp_path: Path) -> None:
    build(tmp_path)
    folder = open_current(tmp_path).path
    files = json.loads((folder / MANIFEST_NAME).read_text())["files"]
    lines = "".join(f"{entry['sha256']}  {name}\n" for name, entry in files.items())
    subprocess.run(["sha256sum", "--check", "--strict", "-"], input=lines.encode(), cwd=folder, check=True)


def test_no_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(NoIndex) as caught:
        open_current(tmp_path / "none")
    assert not isinstance(caught.value, DamagedIndex)
    assert "planqa build" in caught.value.remedy
    assert not (tmp_path / "none").exists()


def test_nothing_is_visible_before_publishing(tmp_path: Path) -> None:
    build(tmp_path, "甲")
    with GenerationWriter(tmp_path) as writer:
        (writer.path / "passages.txt").write_text("乙", encoding="utf-8")
        assert text_of(tmp_path) == "甲"
        assert len(list_generations(tmp_path)) == 1


def test_an_exception_removes_what_was_written(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="broken"), GenerationWriter(tmp_path) as writer:
        (writer.path / "passages.txt").write_text("乙", encoding="utf-8")
        raise RuntimeError("broken")
    assert list((tmp_path / "generations").iterdir()) == []
    build(tmp_path)


def test_leaving_without_publishing_removes_what_was_written(tmp_path: Path) -> None:
    with GenerationWriter(tmp_path) as writer:
        (writer.path / "passages.txt").write_text("乙", encoding="utf-8")
    assert list((tmp_path / "generations").iterdir()) == []


def test_a_writer_publishes_once(tmp_path: Path) -> None:
    with GenerationWriter(tmp_path) as writer:
        writer.publish(fingerprints={}, counts={}, notes={})
        with pytest.raises(RuntimeError):
            writer.publish(fingerprints={}, counts={}, notes={})
    assert open_current(tmp_path).counts == {}


def test_links_do_not_belong_into_a_generation(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="plain files"), GenerationWriter(tmp_path / "home") as writer:
        (writer.path / "link").symlink_to(tmp_path)
        writer.publish(fingerprints={}, counts={}, notes={})


@pytest.mark.parametrize("name", ["passages.txt", "lexical/data.bin", MANIFEST_NAME])
@pytest.mark.parametrize("harm", ["missing", "empty", "cut", "longer", "flipped"])
def test_a_damaged_file_is_named_and_the_index_refused(tmp_path: Path, name: str, harm: str) -> None:
    build(tmp_path)
    path = open_current(tmp_path).path / name
    data = path.read_bytes()
    if harm == "missing":
        path.unlink()
    elif harm == "flipped":
        flip_byte(path, len(data) // 2)
    else:
        path.write_bytes({"empty": b"", "cut": data[:-1], "longer": data + b"\n\0"}[harm])
    with pytest.raises(DamagedIndex) as caught:
        open_current(tmp_path)
    assert name in caught.value.message
    assert "planqa rollback" in caught.value.remedy
    assert "planqa build" in caught.value.remedy


def test_every_bit_of_the_manifest_counts(tmp_path: Path) -> None:
    build(tmp_path)
    path = open_current(tmp_path).path / MANIFEST_NAME
    original = path.read_bytes()
    meaning = json.loads(original)
    for at in range(len(original)):
        flip_byte(path, at)
        try:
            open_current(tmp_path)
        except DamagedIndex:
            pass
        else:  # white space may change: then it still says the same
            assert json.loads(path.read_bytes()) == meaning
        path.write_bytes(original)


@pytest.mark.parametrize(("version", "word"), [(0, "重建"), (99, "升级")])
def test_another_format_version_is_told_with_a_remedy(tmp_path: Path, version: int, word: str) -> None:
    build(tmp_path)
    set_version(open_current(tmp_path).path, version)
    with pytest.raises(NoIndex) as caught:
        open_current(tmp_path)
    assert not isinstance(caught.value, DamagedIndex)
    assert str(version) in caught.value.message
    assert word in caught.value.remedy


def set_version(folder: Path, version: int) -> None:
    body = json.loads((folder / MANIFEST_NAME).read_bytes())
    body.pop("manifest_sha256")
    body["format_version"] = version
    sealed = {**body, "manifest_sha256": _seal(body)}
    (folder / MANIFEST_NAME).write_text(json.dumps(sealed), encoding="utf-8")


@pytest.mark.parametrize(
    "content", ["", "\n", "0001-2026", "../../etc", "0001-20261121T090000Z/..", "\udcff"]
)
def test_a_torn_pointer_is_an_error_that_rollback_mends(tmp_path: Path, content: str) -> None:
    build(tmp_path, "甲")
    (tmp_path / "CURRENT").write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(DamagedIndex) as caught:
        open_current(tmp_path)
    assert "CURRENT" in caught.value.message
    assert "planqa rollback" in caught.value.remedy
    rollback(tmp_path)
    assert text_of(tmp_path) == "甲"


def test_a_pointer_to_a_missing_generation_is_damage(tmp_path: Path) -> None:
    build(tmp_path, "甲")
    lost = build(tmp_path, "乙")
    shutil.rmtree(open_current(tmp_path).path)
    with pytest.raises(DamagedIndex, match=lost):
        open_current(tmp_path)
    rollback(tmp_path)
    assert text_of(tmp_path) == "甲"


def test_a_lost_generations_number_is_not_given_again(tmp_path: Path) -> None:
    lost = build(tmp_path, "甲")
    shutil.rmtree(open_current(tmp_path).path)
    assert build(tmp_path, "乙").split("-")[0] > lost.split("-")[0]


def test_generations_without_a_pointer_are_not_served_but_named(tmp_path: Path) -> None:
    generation_id = build(tmp_path, "甲")
    (tmp_path / "CURRENT").unlink()
    with pytest.raises(NoIndex) as caught:
        open_current(tmp_path)
    assert f"planqa activate {generation_id}" in caught.value.remedy


def test_a_file_the_manifest_does_not_list_is_not_read(tmp_path: Path) -> None:
    build(tmp_path)
    generation = open_current(tmp_path)
    (generation.path / "extra.bin").write_bytes(b"x")
    with pytest.raises(DamagedIndex, match="extra.bin"):
        open_current(tmp_path).file("extra.bin")


def test_the_order_is_that_of_building_whatever_the_clock_says(tmp_path: Path) -> None:
    ids = [build(tmp_path, text) for text in "甲乙丙"]
    assert [info.id for info in list_generations(tmp_path)] == ids[::-1]
    assert [info.current for info in list_generations(tmp_path)] == [True, False, False]
    assert all(info.intact and not info.problem for info in list_generations(tmp_path))


def test_activate_checks_first(tmp_path: Path) -> None:
    first, second = build(tmp_path, "甲"), build(tmp_path, "乙")
    activate(tmp_path, first)
    assert text_of(tmp_path) == "甲"
    flip_byte(tmp_path / "generations" / second / "passages.txt")
    with pytest.raises(DamagedIndex, match="passages.txt"):
        activate(tmp_path, second)
    assert text_of(tmp_path) == "甲"


@pytest.mark.parametrize("unknown", ["0009-20261121T090000Z", "", "..", "../generations", ".building-x"])
def test_unknown_generations_are_not_found(tmp_path: Path, unknown: str) -> None:
    build(tmp_path)
    for act in (activate, open_generation):
        with pytest.raises(NotFound):
            act(tmp_path, unknown)
    with pytest.raises(NotFound):
        activate(tmp_path / "none", unknown)


def test_rollback_skips_the_damaged_and_never_goes_forward(tmp_path: Path) -> None:
    first, second, third = (build(tmp_path, text) for text in "甲乙丙")
    flip_byte(tmp_path / "generations" / second / "lexical" / "data.bin")
    assert rollback(tmp_path).id == first
    assert text_of(tmp_path) == "甲"
    with pytest.raises(NoIndex):
        rollback(tmp_path)
    assert open_current(tmp_path).id == first
    assert build(tmp_path, "丁").split("-")[0] > third.split("-")[0]


def test_rollback_without_any_index(tmp_path: Path) -> None:
    for home in (tmp_path, tmp_path / "none"):
        with pytest.raises(NoIndex):
            rollback(home)


def test_prune_keeps_the_newest_and_the_current(tmp_path: Path) -> None:
    ids = [build(tmp_path, text) for text in "甲乙丙丁戊"]
    activate(tmp_path, ids[0])
    removed = prune(tmp_path, keep=2)
    assert sorted(removed) == ids[1:3]
    assert [info.id for info in list_generations(tmp_path)] == [ids[4], ids[3], ids[0]]
    assert text_of(tmp_path) == "甲"
    assert prune(tmp_path, keep=2) == []


def test_prune_counts_intact_generations_only(tmp_path: Path) -> None:
    ids = [build(tmp_path, text) for text in "甲乙丙丁"]
    for damaged in ids[2:]:
        flip_byte(tmp_path / "generations" / damaged / "passages.txt")
    assert prune(tmp_path, keep=1) == [ids[2], ids[0]]
    assert {info.id: info.intact for info in list_generations(tmp_path)} == {ids[3]: False, ids[1]: True}
    rollback(tmp_path)
    assert text_of(tmp_path) == "乙"


def test_prune_leaves_other_versions_alone(tmp_path: Path) -> None:
    ids = [build(tmp_path, text) for text in "甲乙丙"]
    set_version(tmp_path / "generations" / ids[0], 99)
    assert prune(tmp_path, keep=1) == [ids[1]]
    with pytest.raises(ValueError, match="at least 1"):
        prune(tmp_path, keep=0)


def test_prune_clears_what_killed_processes_left(tmp_path: Path) -> None:
    build(tmp_path)
    folder = tmp_path / "generations"
    stale = folder / f"{BUILDING_PREFIX}0002-20261121T090000Z-1"  # process 1 lives, but it builds nothing
    for left in (stale, folder / f"{REMOVING_PREFIX}0001-20261120T090000Z"):
        left.mkdir()
        (left / "x").write_bytes(b"x")
    assert prune(tmp_path) == [stale.name]
    assert [path.name for path in folder.iterdir()] == [open_current(tmp_path).id]


def test_prune_leaves_a_running_build_alone(tmp_path: Path) -> None:
    build(tmp_path)
    with GenerationWriter(tmp_path) as writer:
        (writer.path / "passages.txt").write_text("乙", encoding="utf-8")
        assert prune(tmp_path) == []
        assert writer.path.is_dir()
        writer.publish(fingerprints={}, counts={}, notes={})
    assert text_of(tmp_path) == "乙"


def test_a_second_build_is_told_so_and_rollback_does_not_wait(tmp_path: Path) -> None:
    build(tmp_path, "甲")
    build(tmp_path, "乙")
    with GenerationWriter(tmp_path):
        with pytest.raises(BuildInProgress) as caught, GenerationWriter(tmp_path):
            pass
        assert caught.value.remedy
        rollback(tmp_path)
        assert text_of(tmp_path) == "甲"
    build(tmp_path, "丙")


def test_a_build_in_another_process_holds_the_lock_until_it_dies(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from index.generation import GenerationWriter\n"
        "with GenerationWriter(Path(sys.argv[1])):\n    print('building', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"building\n"
        with pytest.raises(BuildInProgress), GenerationWriter(tmp_path):
            pass
        child.kill()
    build(tmp_path, "甲")
    assert [path.name for path in (tmp_path / "generations").iterdir()] == [open_current(tmp_path).id]


def test_readers_never_see_anything_but_a_whole_generation(tmp_path: Path) -> None:
    """A process that builds and prunes as fast as it can, and a reader that opens as fast as it can."""
    build(tmp_path, "0")
    script = (
        "import sys; from pathlib import Path; from index.generation import GenerationWriter, prune\n"
        "home = Path(sys.argv[1])\n"
        "for number in range(1, 31):\n"
        "    with GenerationWriter(home) as writer:\n"
        "        (writer.path / 'passages.txt').write_text(str(number))\n"
        "        (writer.path / 'copy.txt').write_text(str(number))\n"
        "        writer.publish(fingerprints={}, counts={'number': number}, notes={})\n"
        "    prune(home, keep=1)\n"
    )
    seen: list[int] = []
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=Path.cwd()) as child:
        while child.poll() is None:
            generation = open_current(tmp_path)
            seen.append(generation.counts.get("number", 0))
    assert child.returncode == 0
    assert seen == sorted(seen)
    assert len(set(seen)) > 3
    assert text_of(tmp_path) == "30"


def test_a_generation_pruned_while_it_is_opened_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, "甲")
    first_look = reader.first_damage

    def late_look(folder: Path, entries: Mapping[str, FileEntry]) -> tuple[str, str] | None:
        """Let another build publish and prune between reading the manifest and looking at the files."""
        monkeypatch.setattr(reader, "first_damage", first_look)
        build(tmp_path, "乙")
        assert prune(tmp_path, keep=1) == [folder.name]
        return first_look(folder, entries)

    monkeypatch.setattr(reader, "first_damage", late_look)
    assert text_of(tmp_path) == "乙"


def test_replacing_a_file_leaves_nothing_aside(tmp_path: Path) -> None:
    for data in (b"1", b"22", b""):
        replace_file(tmp_path / "CURRENT", data)
        assert (tmp_path / "CURRENT").read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]
    with pytest.raises(OSError, match="directory"):
        replace_file(tmp_path / "none" / "CURRENT", b"")


def test_every_error_has_a_remedy(tmp_path: Path) -> None:
    build(tmp_path)
    shutil.rmtree(open_current(tmp_path).path)
    for act in (open_current, rollback):
        with pytest.raises(PlanqaError) as caught:
            act(tmp_path)
        assert caught.value.remedy
