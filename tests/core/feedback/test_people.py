"""People: numbers and addresses found and masked, customers in one form, amounts, identities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.feedback.customers import normalise_customer, normalise_phone
from cx_core.feedback.identity import identities
from cx_core.feedback.money import read_amount
from cx_core.feedback.privacy import find_personal_data, mask_personal_data
from cx_core.feedback.privacy_context import has_valid_tax_check, passes_luhn


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("gọi 0912345678 nhé", "gọi [SĐT …678] nhé"),
        ("gọi 0912.345.678 nhé", "gọi [SĐT …678] nhé"),
        ("+84 912 345 678", "[SĐT …678]"),
        ("(028) 3822 1234 gặp chị Lan", "[SĐT …234] gặp chị Lan"),
        ("số cũ 0162 345 6789", "số cũ [SĐT …789]"),
        ("mail lan.nguyen@example.com.vn nha", "mail [EMAIL] nha"),
        ("lan.nguyen at gmail.com", "[EMAIL]"),
        ("CCCD 001 099 012 345", "CCCD [CCCD]"),
        ("001099012345", "[CCCD]"),
        ("CMND 123456789", "CMND [CMND]"),
        ("STK 19031234567 Techcombank", "STK [STK] Techcombank"),
        ("thẻ 4111 1111 1111 1111", "thẻ [THẺ]"),
        ("MST 0100109106", "MST [MST]"),
        ("xe 51F-123.45 vào", "xe [BIỂN SỐ] vào"),
        ("hộ chiếu C1234567", "hộ chiếu [HỘ CHIẾU]"),
        ("BHYT DN1234567890123", "BHYT [BHYT]"),
    ],
)
def test_what_identifies_a_person_is_masked(text: str, masked: str) -> None:
    assert mask_personal_data(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "đơn hàng 123456789012 chưa tới", "mã đơn SN2503016114", "giá 1.250.000 đồng", "ngày 12/03/2026 lúc 14:30", "hotline 19001234",
        "IMEI 356938035643809", "mã vạch 8934563138164", "thời gian 1773412200", "chờ 30 phút, 2 lần", "phiên bản 1.2.3.4",
        "Tim Cook khen Châu Á", "nhà số 5 đường Láng", "100% hài lòng", "voucher 0912345",
    ],
)  # fmt: skip
def test_other_numbers_and_names_stay(text: str) -> None:
    assert mask_personal_data(text) == text


def test_names_and_addresses_are_only_proposed() -> None:
    found = find_personal_data("chị Nguyễn Thị Hồng ở 12 đường Láng")
    assert {finding.kind for finding in found} == {"name", "address"}
    assert {finding.confidence for finding in found} == {"low"}


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask_personal_data(text)
    assert mask_personal_data(once) == once


@given(
    st.from_regex(r"0(3[2-9]|9\d|8[1-9]|7[06-9])\d{7}", fullmatch=True),
    st.sampled_from(["gọi {} nhé", "SĐT: {}", "({})", "{}"]),
)
def test_no_mobile_number_is_left(number: str, sentence: str) -> None:
    assert number not in mask_personal_data(sentence.format(number))


@pytest.mark.parametrize(
    ("digits", "good"), [("4111111111111111", True), ("5500005555555559", True), ("4111111111111112", False)]
)
def test_card_numbers_by_their_check_digit(digits: str, good: bool) -> None:
    """The two good ones are the card networks' published test numbers."""
    assert passes_luhn(digits) is good


@pytest.mark.parametrize(("digits", "good"), [("0100109106", True), ("0100109107", False)])
def test_tax_numbers_by_their_check_digit(digits: str, good: bool) -> None:
    """0100109106 is the public tax number of a large telecom company."""
    assert has_valid_tax_check(digits) is good


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0912345678", "0912345678"), ("+84912345678", "0912345678"), ("84 912 345 678", "0912345678"), ("0084912345678", "0912345678"),
        ("912345678", "0912345678"), ("0912.345.678", "0912345678"), ("'0912345678", "0912345678"), ("01623456789", "0323456789"),
        ("0120 3456789", "0703456789"), ("01993456789", "0593456789"), ("02838221234", "02838221234"), ("12345", None), ("KH0912345", None),
        ("0112345678", None),
    ],
)  # fmt: skip
def test_one_telephone_number_has_one_form(text: str, expected: str | None) -> None:
    assert normalise_phone(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Lan@Example.COM ", "lan@example.com"), ("kh 001", "KH 001"), ("KH  001", "KH 001"), ("anonymous", None), ("Khách lẻ", None),
        ("", None), (None, None), ("-", None), ("10000240115", "10000240115"),
    ],
)  # fmt: skip
def test_one_customer_has_one_form(text: str | None, expected: str | None) -> None:
    assert normalise_customer(text) == expected


@given(st.text(max_size=40))
def test_normalising_a_customer_twice_changes_nothing(text: str) -> None:
    once = normalise_customer(text)
    assert once is None or normalise_customer(once) == once


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("340000", 340_000), ("1.250.000", 1_250_000), ("1,250,000", 1_250_000), ("1.250.000 đ", 1_250_000), ("1,250,000.50", 1_250_000),
        ("1.250.000,50 VND", 1_250_000), ("350k", 350_000), ("1,2 triệu", 1_200_000), ("1.2tr", 1_200_000), ("-50.000", -50_000), ("0", 0),
        ("12.5", 12), ("đ 99.000", 99_000), ("", None), ("abc", None), ("KH12", None), ("1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9.0.1", None),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, amount: int | None) -> None:
    assert read_amount(text) == amount


@given(st.integers(0, 10**12), st.sampled_from(["{:,}", "{}", "{} đ", "{:,} VND"]))
def test_an_amount_survives_its_spelling(amount: int, form: str) -> None:
    assert read_amount(form.format(amount)) == amount
    assert read_amount(form.format(amount).replace(",", ".")) == amount


@given(st.lists(st.binary(max_size=5), max_size=30))
def test_counted_repeats_give_every_row_its_own_identity(rows: list[bytes]) -> None:
    counted = identities(rows, count_repeats=True)
    assert len(set(counted)) == len(rows)
    # The same file with more rows below: the old rows keep their identities.
    assert identities([*rows, b"x", b"y"], count_repeats=True)[: len(rows)] == counted
    assert len(set(identities(rows, count_repeats=False))) == len(set(rows))
