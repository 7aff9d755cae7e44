"""Small hostile files, made when a test needs them: bombs, lies, wrong names, torn containers."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

HEAD = ["Ngày", "Khách hàng", "Nội dung góp ý", "Mức độ hài lòng (1-5)"]
ROWS: list[list[object]] = [
    ["13/03/2026", "KH001", "Nhân viên nhiệt tình, đồ ăn hơi nguội", 5],
    ["14/03/2026", "KH002", "Chờ quá lâu, gọi tổng đài không ai nghe máy", 1],
    ["15/03/2026", "KH003", "Ứng dụng hay bị đơ khi thanh toán", 3],
]
TABLE: list[list[object]] = [HEAD, *ROWS]


def escape(text: object) -> str:
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def letters(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(place: str, value: object) -> str:
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def row_xml(number: int, row: Sequence[object]) -> str:
    cells = "".join(cell(f"{letters(i)}{number}", value) for i, value in enumerate(row, 1) if value is not None)
    return f'<row r="{number}">{cells}</row>'


def sheet_xml(rows: Sequence[Sequence[object]] = TABLE, *, extra: str = "", dimension: str = "", tail: str = "") -> str:
    stated = f'<dimension ref="{dimension}"/>' if dimension else ""
    body = "".join(row_xml(number, row) for number, row in enumerate(rows, 1))
    return f"{stated}<sheetData>{body}{extra}</sheetData>{tail}"


def workbook(
    sheets: Iterable[tuple[str, str]] = (("Góp ý", sheet_xml()),),
    *,
    doctype: str = "",
    strings: str | None = None,
    parts: Sequence[tuple[str, bytes]] = (),
    date1904: bool = False,
) -> bytes:
    """Write a workbook whose sheets hold exactly the XML given."""
    given = list(sheets)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_PART}.worksheet+xml"/>'
            for n in range(1, len(given) + 1)
        )
        if strings is not None:
            overrides += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_PART}.sharedStrings+xml"/>'
        overrides += f'<Override PartName="/xl/styles.xml" ContentType="{_PART}.styles+xml"/>'
        archive.writestr(
            "[Content_Types].xml",
            f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_PART}.sheet.main+xml"/>{overrides}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, (name, _) in enumerate(given, 1)
        )
        flag = '<workbookPr date1904="1"/>' if date1904 else ""
        archive.writestr("xl/workbook.xml", f"<workbook {NS}>{flag}<sheets>{names}</sheets></workbook>")
        links = "".join(
            f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(given) + 1)
        )
        links += f'<Relationship Id="rId9001" Type="{_REL}/styles" Target="styles.xml"/>'
        if strings is not None:
            links += f'<Relationship Id="rId9002" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
        )
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet {NS}><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        )
        if strings is not None:
            archive.writestr("xl/sharedStrings.xml", strings)
        for number, (_, body) in enumerate(given, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", f"{doctype}<worksheet {NS}>{body}</worksheet>")
        for name, data in parts:
            archive.writestr(name, data)
    return out.getvalue()


def shared(strings: Sequence[str], claimed: int | None = None) -> str:
    """A part of shared strings that may claim more than it holds."""
    count = len(strings) if claimed is None else claimed
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    return f'<sst {NS} count="{count}" uniqueCount="{count}">{items}</sst>'


def shared_table(table: Sequence[Sequence[object]] = TABLE) -> tuple[str, list[str]]:
    """A sheet whose texts are references to shared strings, and those strings."""
    strings: list[str] = []
    rows = []
    for number, row in enumerate(table, 1):
        cells = []
        for column, value in enumerate(row, 1):
            place = f"{letters(column)}{number}"
            if isinstance(value, int | float):
                cells.append(cell(place, value))
            else:
                strings.append(str(value))
                cells.append(f'<c r="{place}" t="s"><v>{len(strings) - 1}</v></c>')
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f"<sheetData>{''.join(rows)}</sheetData>", strings


def encrypted_stub() -> bytes:
    """The beginning of what Excel writes for a workbook with a password: a compound file with an EncryptedPackage."""
    names = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") for name in ("Root Entry", "EncryptedPackage", "EncryptionInfo")
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names + b"\0" * 1024


def encrypted_old_stub(*, write_protected: bool = False) -> bytes:
    """The beginning of an .xls with a password: the stream's first record, then that of the encryption (RC4)."""
    first = bytes.fromhex("0908100000060500") + bytes(12)
    stream = first + (bytes.fromhex("86000000") if write_protected else b"") + bytes.fromhex("2f003600") + bytes(54)
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in ("Root Entry", "Workbook"))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.ljust(512, b"\0") + names + bytes(1024)


def zip_with_password(name: str, data: bytes, password: bytes = b"bimat") -> bytes:
    """A zip whose one file is encrypted as every zip program does it (APPNOTE 6.1, "traditional" encryption)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = _crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc(keys[2], keys[1] >> 24)

    def encrypted(byte: int) -> int:
        mixed = (keys[2] | 2) & 0xFFFF
        stream = (mixed * (mixed ^ 1)) >> 8 & 0xFF
        update(byte)
        return byte ^ stream

    for byte in password:
        update(byte)
    crc = zlib.crc32(data)
    body = bytes(encrypted(byte) for byte in bytes(11) + bytes([crc >> 24]) + data)
    sizes = struct.pack("<III", crc, len(body), len(data))
    common = struct.pack("<HHHHH", 20, 1, 0, 0, 0x5A21) + sizes + struct.pack("<HH", len(name), 0)
    local = b"PK\x03\x04" + common + name.encode() + body
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + bytes(14) + name.encode()
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def _crc(crc: int, byte: int) -> int:
    return zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
    + "]>\n"
)
OUTSIDE_ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n'


#: The table above in the format of Excel 97, which no library of ours writes: compressed, in base 85.
_OLD_WORKBOOK = (
    "c-rk)O-NKx6#nj;86C}^8B;-nVG=a|!oQ3*I{i=v;!tgh2+BWZ25mI4z!qhh%OGl1v=Q92vD)-QEoxOzVI&a-!i*90w<!%;sM9&;-I>%}D5O-"
    "pGraT8Irp6JoICfvd*6L8N8OR3+xbx}qI%dc7fV6XJe#5`C9b$Y?Xeh(@w=0*m_`2-r8sFIlN@-E{ydq-kjFa;1Gnsti35{#9YHtzUEy}`8q!X"
    "wp;>Vab;K2}lO+RrQdO4lR^jV~-xSY>!ncd%qVPKMji|#I_4!M;=~;ZpD3G=cFz#K6c`KGG<lrgK;<J~O>FdCbo=|h=-"
    "`U`?r(qa0ZVm0>_MYa>2(oDahw(k;1*YRq>LagZUt7BZ*?%mwCof^YV%ULx#E!`XA4EE~I=IDwhN*7v><liebW-^uM}HvFmkKlnqpd-"
    "2FcJ=AK>0E52@z@=P9lr|NdZjJ<LbpMO&ZmNkDgXi+-"
    "lt8MGz6Nb0@xO=VF@in^B7r5O7sZMP*Gzb!9ad(YUv=vZ|011ZfQjlkX{t{UlPDY#}`H^pf0*FQS)AmNCj=Q|uGOkP3-"
    "!fJ);cIm4Dk8LG>mc9HJ{#hoC(s8lyeQn_^Hg><eLuRUhHZe{kMgJPz2ADR)*6GS^n#|foRvehoiR<jZ6gGOq@do2YCp^xq@c;?{@L(0TAGjl8"
    "VkL4~x4l^>$RnxU#)l8SwB#n3*GDUXFn&P5;apuO?S4}PZd`HF7FFU2VpBC~IKn&+Nf`T)o#h&1$5>Y1nyr6CnIbV1-"
    "O%=Kq?aR@^o&oW>Agx7|r$%VZw`rbSO!DC8{r5bB?|daBk2FM2XOFz`4WWSc_cn^>-vG*0xw>|h>Ao+1S9<N85T5tjI_xxDy7riUX~?9hm@1-"
    "MxT*2KqY|2-|0`3ok!I6aY6&bQSa$8N1j~`o7>mc_jKLaX<!UTr2`odfl6AB>YR-hlSScFI5UeDPWm^KvCRnLD+9p`*5*lNrX)K#y@mSXzS-"
    "8VR(6051Qelxr7FlGGMHX4KTBPLd3;KNq@*c(SILZ3E&MaMX)@PFcmJZOVrVD(M+f8SiUi8peXeE>jhl*pVWyZw67cw2B>^*eeYLPlRRy=>{G@"
    "|DBXW4<SKlcc&H2>U6>RjdgKLG<L8m0"
)


def old_workbook() -> bytes:
    """The table as Excel 97 to 2003 stores it."""
    return zlib.decompress(base64.b85decode(_OLD_WORKBOOK))


_ODS = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(rows: Sequence[Sequence[object]] = TABLE) -> bytes:
    """The table as LibreOffice stores it, with the million repeated empty rows that it writes at the end."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
            if isinstance(value, int | float)
            else f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    tail = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    content = (
        f'<office:document-content xmlns:office="{_ODS}:office:1.0" xmlns:table="{_ODS}:table:1.0" xmlns:text="{_ODS}:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="Góp ý">{body}{tail}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_ODS}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
