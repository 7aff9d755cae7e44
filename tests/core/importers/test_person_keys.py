"""A telephone and an e-mail beside the customer's code come along as further keys of the same person."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cx_core import importers
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest

NOW = datetime(2026, 11, 21, tzinfo=UTC)
HEAD = "Mã khách hàng,Họ tên,Số điện thoại,Email,Ngày,Bạn có sẵn lòng giới thiệu chúng tôi (0-10)?\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "workspace")


def bring(workspace: Workspace, path: Path, text: str):
    path.write_text(text, "utf-8")
    return workspace.reading.import_file(ImportRequest(path, path.name, {}))


def n_customers(workspace: Workspace) -> int:
    with workspace.responses.read() as connection:
        return int(connection.execute("SELECT count(DISTINCT customer) FROM feedback").fetchone()[0])


def rows(*people: tuple[str, str, str, str]) -> str:
    lines = [
        f"{code},{name},{phone},{mail},2026-03-{n:02d},{n % 11}\n"
        for n, (code, name, phone, mail) in enumerate(people, 1)
    ]
    return HEAD + "".join(lines)


def test_a_person_known_by_telephone_is_the_one_with_the_code(workspace, tmp_path):
    phones = "Ngày,Số điện thoại,NPS\n2026-03-01,+84 912 345 678,3\n2026-03-02,0987654321,9\n"
    bring(workspace, tmp_path / "goi.csv", phones)
    receipt = bring(
        workspace,
        tmp_path / "khach.csv",
        rows(("KH1", "Lan", "0912.345.678", "lan@example.com"), ("KH2", "Lan", "0933333333", "an@example.com")),
    )
    # Lan of the code and Lan of the telephone are one; the two who are called Lan are not.
    assert n_customers(workspace) == 3
    mails = "Ngày,Email,NPS\n2026-04-01,LAN@example.com,3\n2026-04-02,moi@example.com,9\n"
    bring(workspace, tmp_path / "thu.csv", mails)
    assert n_customers(workspace) == 4
    # Without the file that knew all three keys they are strangers again.
    workspace.reading.undo(receipt.batch_id)
    assert n_customers(workspace) == 4
    with workspace.responses.read() as connection:
        assert connection.execute("SELECT count(*) FROM customer_links").fetchone()[0] == 0


def test_no_key_is_stored_as_it_is(workspace, tmp_path):
    bring(
        workspace,
        tmp_path / "khach.csv",
        rows(("KH1", "Lan", "0912345678", "lan@example.com"), ("KH2", "An", "0933333333", "an@example.com")),
    )
    for file in workspace.folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert b"0912345678" not in data, file.name
            assert b"lan@example.com" not in data, file.name


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Agent Email", "ignore"),
        ("Số điện thoại nhân viên", "ignore"),
        ("Email khách hàng (nhân viên ghi)", "customer"),
    ],
)
def test_whoever_served_the_customer_is_not_the_customer(header, role, tmp_path):
    path = tmp_path / "a.csv"
    contact = "hoa@example.com" if "mail" in header else "0912345678"
    path.write_text(f"Ngày,{header},NPS\n" + f"2026-03-01,{contact},3\n" * 12, "utf-8")
    facts = importers.inspect(path, path.name).column(header)
    assert (facts.role, facts.privacy) == (role, "mask")
