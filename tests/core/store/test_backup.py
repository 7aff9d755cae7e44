"""A backup is the whole workspace at one instant; a restore brings all of it back or changes nothing."""

import json
import sqlite3
import struct
import threading
import zipfile
import zlib
from contextlib import closing

import pytest

from cx_core.model.problem import Refusal
from cx_core.store.backup import MANIFEST, is_sound, restore_backup, write_backup
from cx_core.store.pseudonyms import workspace_secret
from cx_core.store.responses import ResponseStore
from cx_core.store.settings import SettingsStore
from tests.core.store.answer_builders import NOW, ZONE, take


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "shop"
    place.mkdir()
    SettingsStore.open(place).set("name", "Gác Thóc")
    take(ResponseStore.open(place, ZONE), {"nps": 9, "customer": "kh1", "verbatim": "Giao nhanh"}, {"nps": 2})
    return place


def n_answers(folder):
    return ResponseStore.open(folder, ZONE).n_answers()


def rewrite(source, target, change):
    """Copy a backup, each file's bytes through ``change``; None leaves the file out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def test_all_comes_back_in_an_empty_folder(folder, tmp_path):
    facts = write_backup(folder, tmp_path / "a.zip", NOW)
    assert set(facts.files) == {"responses.db", "workspace.db", "secret.key"}
    other = tmp_path / "other"
    other.mkdir()
    assert restore_backup(tmp_path / "a.zip", other, NOW) == facts
    assert n_answers(other) == 2
    assert SettingsStore.open(other).get("name") == "Gác Thóc"
    assert workspace_secret(other) == workspace_secret(folder), "the same customer keeps the same pseudonym"
    assert ResponseStore.open(other, ZONE).ensure_snapshots(), "snapshots are made again"


def test_what_was_there_is_kept_as_a_backup(folder, tmp_path):
    write_backup(folder, tmp_path / "a.zip", NOW)
    store = ResponseStore.open(folder, ZONE)
    take(store, {"nps": 10}, fingerprint="second", name="b.xlsx")
    assert store.n_answers() == 3
    restore_backup(tmp_path / "a.zip", folder, NOW)
    assert store.n_answers() == 2, "an open store sees what was restored"
    (kept,) = (folder / "backups").glob("*.zip")
    restore_backup(kept, folder, NOW.replace(minute=6))
    assert store.n_answers() == 3


def test_both_databases_are_of_one_instant_while_others_write(folder, tmp_path):
    """Each turn writes to the first database, then to the second: a backup never has the second without the first."""
    first, second = SettingsStore.open(folder), ResponseStore.open(folder, ZONE)
    stop = threading.Event()

    def write():
        turn = 0
        while not stop.is_set():
            turn += 1
            first.set("turn", turn)
            with second._database.write() as connection:
                connection.execute("INSERT OR REPLACE INTO facts (key, value) VALUES ('turn', ?)", (turn,))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for one in range(5):
            write_backup(folder, tmp_path / f"{one}.zip", NOW)
    finally:
        stop.set()
        writer.join()
    for one in range(5):
        place = tmp_path / str(one)
        place.mkdir()
        restore_backup(tmp_path / f"{one}.zip", place, NOW)
        ahead = SettingsStore.open(place).get("turn", 0)
        with ResponseStore.open(place, ZONE).read() as connection:
            row = connection.execute("SELECT value FROM facts WHERE key = 'turn'").fetchone()
        assert int(row[0] if row else 0) in (ahead, ahead - 1)


def test_an_older_backup_is_never_written_over(folder, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"last year's")
    with pytest.raises(Refusal) as caught:
        write_backup(folder, tmp_path / "a.zip", NOW)
    assert caught.value.kind == "backup_exists"
    assert (tmp_path / "a.zip").read_bytes() == b"last year's"


def unpacked(stream):
    """Return what a packed stream says; None where it says nothing any more."""
    try:
        return zlib.decompressobj(-15).decompress(stream)
    except zlib.error:
        return None


def test_a_changed_byte_in_a_file_is_found_and_changes_nothing(folder, tmp_path):
    """Whatever byte of the packed answers changes: a broken stream, a wrong checksum, other rows.

    Some bytes may change without changing what is unpacked (where one run of zeros is copied from or another): these
    are no damage and are left out.
    """
    write_backup(folder, tmp_path / "a.zip", NOW)
    content = (tmp_path / "a.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        packed, whole = archive.getinfo("responses.db"), archive.read("responses.db")
    sizes = struct.unpack_from("<HH", content, packed.header_offset + 26)
    first = packed.header_offset + 30 + sum(sizes)  # behind the local header: its name and its extra field
    before = {one.name: one.read_bytes() for one in folder.glob("*.db")}
    n_damaged = 0
    for at in range(first, first + packed.compress_size, packed.compress_size // 60):
        changed = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
        said = unpacked(changed[first : first + packed.compress_size])
        if said is not None and said[: len(whole)] == whole:
            continue
        n_damaged += 1
        (tmp_path / "bad.zip").write_bytes(changed)
        with pytest.raises(Refusal) as caught:
            restore_backup(tmp_path / "bad.zip", folder, NOW)
        assert caught.value.kind == "backup_damaged"
    assert n_damaged > 50
    assert {one.name: one.read_bytes() for one in folder.glob("*.db")} == before
    assert not (folder / "backups").exists()
    assert not list(folder.glob(".restore-*")), "nothing is left behind"


def test_a_file_left_out_is_found(folder, tmp_path):
    write_backup(folder, tmp_path / "a.zip", NOW)
    bad = rewrite(tmp_path / "a.zip", tmp_path / "b.zip", lambda name, data: None if name == "responses.db" else data)
    with pytest.raises(Refusal) as caught:
        restore_backup(bad, folder, NOW)
    assert caught.value.kind == "backup_damaged"


@pytest.mark.parametrize("name", ["../evil", "images/../../evil", "images/.hidden", "jobs/a", "/etc/x"])
def test_a_name_that_leads_out_of_the_workspace_is_refused(folder, tmp_path, name):
    write_backup(folder, tmp_path / "a.zip", NOW)

    def change(inner, data):
        if inner != MANIFEST:
            return data
        manifest = json.loads(data)
        manifest["files"][name] = {"bytes": 1, "sha256": "0"}
        return json.dumps(manifest)

    with pytest.raises(Refusal) as caught:
        restore_backup(rewrite(tmp_path / "a.zip", tmp_path / "b.zip", change), folder, NOW)
    assert caught.value.kind == "not_a_backup"


@pytest.mark.parametrize(
    ("change", "kind"),
    [({"format": "something else"}, "not_a_backup"), ({"version": 99}, "backup_newer"), ({"files": 3}, "not_a_backup")],
)
def test_a_manifest_of_another_kind_is_refused(folder, tmp_path, change, kind):
    write_backup(folder, tmp_path / "a.zip", NOW)
    bad = rewrite(
        tmp_path / "a.zip",
        tmp_path / "b.zip",
        lambda name, data: json.dumps({**json.loads(data), **change}) if name == MANIFEST else data,
    )
    with pytest.raises(Refusal) as caught:
        restore_backup(bad, folder, NOW)
    assert caught.value.kind == kind


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", None])
def test_what_is_no_backup_is_refused(folder, tmp_path, content):
    if content is not None:
        (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(Refusal) as caught:
        restore_backup(tmp_path / "a.zip", folder, NOW)
    assert caught.value.kind == ("backup_not_found" if content is None else "not_a_backup")


def damage(path):
    """Overwrite the last quarter of a database with noise, its first page left whole."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    start = len(content) * 3 // 4
    content[start:] = b"\xa5" * (len(content) - start)
    path.write_bytes(content)


def test_a_damaged_database_takes_no_import_and_makes_no_backup(folder, tmp_path):
    store = ResponseStore.open(folder, ZONE)
    damage(folder / "responses.db")
    assert not is_sound(folder / "responses.db")
    before = (folder / "responses.db").read_bytes()
    with pytest.raises(Refusal) as caught:
        take(store, {"nps": 10}, fingerprint="second", name="b.xlsx")
    assert caught.value.kind == "store_damaged"
    with pytest.raises(Refusal) as caught:
        write_backup(folder, tmp_path / "a.zip", NOW)
    assert caught.value.kind == "store_damaged"
    assert (folder / "responses.db").read_bytes() == before
    assert not (tmp_path / "a.zip").exists()


def test_a_damaged_workspace_comes_back_and_the_damaged_file_is_kept(folder, tmp_path):
    write_backup(folder, tmp_path / "a.zip", NOW)
    damage(folder / "responses.db")
    bytes_before = (folder / "responses.db").read_bytes()
    restore_backup(tmp_path / "a.zip", folder, NOW)
    assert n_answers(folder) == 2
    (kept,) = (folder / "backups").glob("*responses.db")
    assert kept.read_bytes() == bytes_before
