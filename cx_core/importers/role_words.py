"""Words in headers that say what a column is, Vietnamese and English, folded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cx_core.model.feedback import Role


@dataclass(frozen=True)
class RoleWords:
    """Headers with these words propose a role with this confidence; the values still have to agree."""

    role: Role
    confidence: float
    pattern: re.Pattern[str]


def _words(role: Role, confidence: float, pattern: str) -> RoleWords:
    return RoleWords(role, confidence, re.compile(pattern))


#: The first entry that matches a header is taken.
ROLE_WORDS: tuple[RoleWords, ...] = (
    # Answers to the customer are not the customer's words.
    _words(
        "ignore",
        0.9,
        r"phan hoi cua (nguoi ban|shop|cua hang|nhan vien|nha phat trien)|developer reply|seller (reply|response)"
        r"|\breply\b"
        r"|replied|owner (response|reply)|tra loi cua (shop|nguoi ban)|response (text )?from owner|shop reply"
        r"|reply ?content",
    ),
    _words(
        "ignore", 0.9, r"noi bo|internal|ngay sinh|birth|expir|het han|updated|modified|first reply|thumbs ?up ?count"
    ),
    _words(
        "responded_at",
        0.95,
        r"dau thoi gian|^timestamp$|submi(t|ssion|tted) ?(date|time|at|on)?\b|submitdate"
        r"|completion time"
        r"|end ?date|recorded ?date|response (date|received at)|review date|date submitted"
        r"|survey date"
        r"|completed|responded|(ngay|thoi gian|thoi diem|gio) (tra loi|danh gia|phan hoi|gop y|khao sat|ghi nhan"
        r"|hoan thanh|nhan xet)",
    ),
    # What was sent may be the answer, or the invitation: a day of answering is surer.
    _words("responded_at", 0.85, r"(ngay|thoi gian|thoi diem|gio) gui"),
    _words(
        "responded_at",
        0.8,
        r"created|start ?(time|date)|^ngay$|^date$|^time$|ngay thang|^thoi gian$|datetime|^at$|ngay gio|ngay tao",
    ),
    _words(
        "order",
        0.9,
        r"\bma (so )?(don|van don|hoa don|don hang|giao dich)|\border ?(id|no|number|code)|^order$|invoice"
        r"|receipt (no|number|id)|transaction ?(id|no)|tracking ?(id|number)?|so hoa don|so don|^so (chung tu|ct|hd)$",
    ),
    # What the customer pays stands beside what the goods cost before the discount.
    _words(
        "revenue",
        0.95,
        r"khach (can|phai) tra|khach (da )?tra|grand total|tong thanh toan|thuc (thu|tra)|thanh tien|net (sales|amount)"
        r"|amount paid|total paid",
    ),
    _words(
        "revenue",
        0.9,
        r"doanh thu|so tien|gia tri (don|hoa don|giao dich)|tong tien|tong cong|tong gia tri|\bamount\b|revenue"
        r"|(?<!sub)(?<!sub )(?<!sub-)total (price|amount|value|spent|sales)|order (value|total|amount)"
        r"|tri gia (don|hang)|gia tri mua|\bgmv\b|^total( \(.*\))?$|^sales$|sale (amount|value)|chi tieu",
    ),
    _words("revenue", 0.7, r"sub-? ?total"),
    _words(
        "customer",
        0.95,
        r"ma (so )?(khach|kh)\b|customer ?(id|code|no)|requester (external )?id|\buser ?id\b|member ?(id|code)"
        r"|ma thanh vien|so the thanh vien|client id|ma hoi vien|contact id",
    ),
    _words(
        "customer",
        0.85,
        r"\bsdt\b|so dien thoai|dien thoai|\bphone\b|\bmobile\b|so may|\b(so )?dt( di dong)?$|\btel\b|zalo id",
    ),
    _words("customer", 0.8, r"e-?mail"),
    _words(
        "customer",
        0.7,
        r"^khach( hang)?$|^customer$|^respondent$|^person$|^nguoi mua$|^buyer$|^user ?name$|^username$|^user$"
        r"|^author$|^reviewer$",
    ),
    _words("stage", 0.9, r"giai doan|\bstage\b|\bphase\b"),
    _words(
        "touchpoint",
        0.9,
        r"diem cham|touch ?point|diem tiep xuc|noi tiep xuc|\b(dich vu|khau|cong doan|buoc|hoat dong) nao\b"
        r"|\bhang muc\b|interaction",
    ),
    _words("channel", 0.9, r"\bkenh\b|\bchannel\b|^via$|phuong thuc lien he"),
    _words("channel", 0.6, r"^source$|^nguon\b|platform|nen tang|\bmedium\b"),
    _words(
        "verbatim",
        0.9,
        r"gop y|y kien|nhan xet|binh luan|\bcomments?\b|\bfeedback\b|\breview( text| content)?$|verbatim|\bly do\b"
        r"|vi sao|tai sao|\bwhy\b"
        r"|dieu gi|reason for|loi nhan|suggest|cai thien|improve|tell us|describe|noi dung|review text|^content$"
        r"|^text$|loi khach"
        r"|cam nghi|chia se|\bnoi gi\b|open-ended|anything else|do better"
        r"|what (could|can|would|should|did|do|is|was|made)\b"
        r"|main reason|experience\b|mong muon|de xuat|danh gia cua (nguoi|khach|quy khach|ban)\b",
    ),
    _words("verbatim", 0.6, r"phan hoi|ghi chu|\bnotes?\b|mo ta|description|message|tin nhan|\btitle\b|\breview\b"),
    _words(
        "segment",
        0.8,
        r"(?<!don )(?<!khach )(?<!giao )(?<!mat )(?<!ban )(?<!nhan )(?<!tra )\bhang\b"
        r"|phan khuc|\bnhom\b|segment|loai khach|khu vuc|\bvung\b|\bmien\b|\btinh\b|thanh pho|region|\barea\b"
        r"|\bcity\b|province"
        r"|chi nhanh|cua hang|branch|\bstore\b|\bshop\b|gioi tinh|gender|do tuoi|\bage\b|san pham|product|\bplan\b"
        r"|\btier\b|\bgoi\b"
        r"|nganh hang|category|country|quoc gia|language|ngon ngu|\bteam\b|bo phan|phong ban|chu de|topic"
        r"|nguoi ban hang|\bbrand\b",
    ),
)

#: Columns of the machine: they are never a segment, a comment or a score.
TECHNICAL = re.compile(
    r"\bip\b|ip ?address|browser|\bos\b|operating system|user ?agent|resolution|\burl\b|\blink\b|\bids?\b|uuid"
    r"|version"
    r"|\bstatus\b|trang thai|progress|finished|duration|\btags?\b|collector|seed|lastpage|network|latitude|longitude"
    r"|\bpath\b"
    r"|permalink|referrer|external|distribution|^index$|deviceid|\bhash\b|token|^#$|^stt$|^tt$|^no\.?$|package name"
)

#: Columns that speak of telephones and addresses; their values have to agree.
CONTACT = re.compile(r"\bsdt\b|dien thoai|phone|mobile|e-?mail|\bso dt\b|\bdt( di dong)?$|\btel\b")
#: Columns of one person a row, where the values are names; "Khách hàng" may also group customers.
ONE_PERSON = re.compile(
    r"^khach( hang)?$|^customer$|^client$|^requester$"
    r"|^nguoi (gui|nhan|lien he|danh gia|phan hoi|gop y|tra loi|dung)$"
    r"|^ten lien he$|^(contact|respondent)( name)?$"
)
#: Columns about those who serve the customer; they name people, and never the customer.
STAFF = re.compile(
    r"nhan vien|\bstaff\b|\bemployee\b|\bagent\b|assignee|assigned to|submitter|thu ngan|cashier|tu van vien"
    r"|nguoi (phu trach|xu ly|lap|ban)|ten dai ly|\bowner\b|\bseller\b|\bmanager\b|quan ly|\bdriver\b|tai xe|shipper"
)
#: Running numbers, instants and codes of things: digits that name nobody.
COUNTER_OR_DATE = re.compile(
    r"\b(ngay|date|time|thoi gian|thoi diem|epoch|millis|at)\b|\bids?\b|\bma\b|\bcode\b|\border\b|invoice"
    r"|\bsku\b|barcode|^#$|^stt$|\bseed\b|\bindex\b|\bnumber\b"
)
CODE = re.compile(r"\bma\b|\bids?\b|\bcode\b")

#: Columns that hold personal data whatever their role, by what they hold.
PERSONAL = re.compile(
    r"ho (va )?ten|ten (khach|nguoi|kh)|full ?name|first name|last name|^name$|^ten$|cccd|cmnd|can cuoc|chung minh"
    r"|dia chi"
    r"|address|bien so|so tai khoan|\bstk\b|ngay sinh|birth|ho chieu|passport|ma so thue|\bmst\b|user ?name|username"
    r"|(?<!cua )nguoi mua|buyer|\bauthor\b|reviewer$|latitude|longitude|facebook|requester name|customer name"
)


def words_for(header: str) -> RoleWords | None:
    """Return the first entry whose words stand in a folded header.

    >>> words_for("ma khach hang").role, words_for("nhan xet cua ban").role, words_for("abc") is None
    ('customer', 'verbatim', True)
    """
    return next((words for words in ROLE_WORDS if words.pattern.search(header)), None)
