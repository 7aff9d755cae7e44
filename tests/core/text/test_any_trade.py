"""Words and turns that customers of any trade use: minimal pairs, Vietnamese with marks and without, and English."""

from __future__ import annotations

import pytest

from cx_core.text import analyse
from cx_core.text.spelling import respelled
from tests.core.text.gold_file import without_marks

#: what it is about, a comment that praises, one that complains.
VIETNAMESE = [
    ("a sign stands for itself", "Cần dùng thêm 👍👍👍", "Cần dùng thêm 👎👎👎"),
    ("a sign stands for itself", "Không phải chờ 😍", "Không được nhận 😡"),
    ("a wish in the middle", "Nhà hàng này nên đến, rất ngon", "Các môn này nên được đổi mới cho hiệu quả"),
    ("a wish in the middle", "Giá rẻ nên mua hai cái", "Hệ thống nên cập nhật cho nhanh hơn"),
    ("admonishing", "Nhân viên có tâm", "Làm việc có tâm một chút đi"),
    ("only so much", "Tuy nhỏ nhưng rất đẹp", "Hứa tặng quà nhưng chỉ đưa cái móc khóa"),
    ("cheap and shabby", "Giá rẻ", "Nhìn rẻ tiền"),
    ("saying and squeaking", "Máy chạy êm", "Máy kêu to"),
    ("saying and squeaking", "Bạn bè kêu đẹp", "Quạt kêu cọc cọc"),
    ("more than hot", "Quá nhiệt tình", "Máy bị quá nhiệt"),
    ("less than wanted", "Ít lỗi", "Đồ ăn ít quá"),
    ("less than wanted", "Nhiều món ngon", "Quá ít món"),
    ("negation far away", "Bài giảng giúp sinh viên hiểu bài lắm", "Chưa giúp được mấy cho các bạn hiểu bài cho lắm"),
    ("said and shown otherwise", "Hình đẹp, ở ngoài cũng đẹp", "Chụp hình thì xấu"),
    ("two negations in a row", "Nhanh cũng như rẻ", "Không kịp cũng như không hiểu gì"),
    ("fluent", "Nói chuyện lưu loát", "Nói chuyện ấp úng"),
    ("deep knowledge", "Chuyên môn sâu", "Chuyên môn non"),
    ("standards are no praise", "Hàng chuẩn", "Chưa đạt tiêu chuẩn"),
    ("think twice", "Được nhắc trước nên yên tâm", "Mọi người cân nhắc trước khi mua"),
    ("price against quality", "Đắt xắt ra miếng", "Đắt mà chẳng đáng"),
    ("worth it", "Đáng để bỏ tiền", "Không bõ công đi xa"),
    ("in vain", "Chờ có tí là xong", "Chờ dài cổ"),
    ("in vain", "Gọi là nghe máy", "Gọi cháy máy không ai nghe"),
    ("promises", "Hứa sao làm vậy", "Hứa một đằng làm một nẻo"),
    ("the whole way", "Từ A tới Z đều ưng", "Từ A tới Z đều tệ"),
    ("young people's words", "Keo lỳ thật sự", "Tuột mood thật sự"),
    ("young people's words", "Ưng xỉu luôn á", "Trầm cảm với shop này"),
    ("young people's words", "Dịch vụ 10/10", "Dịch vụ 1/10"),
    ("young people's words", "Hết nước chấm", "Toang thật rồi"),
    ("young people's words", "Xịn xò con bò", "Dở như hạch"),
    ("mixed English", "Staff siêu friendly, room clean", "Staff siêu rude, room dơ"),
    ("mixed English", "Đồ ăn good lắm", "Đồ ăn so bad"),
    ("mixed English", "Quán chill, decor đẹp", "Quán ồn ào, decor quê"),
    ("regional words", "Ngon hết biết", "Dở ẹc"),
    ("regional words", "Ngon hông chỗ nào chê", "Hông ngon"),
    ("southern words", "Mấy em dễ thương dữ thần", "Mấy em mặt chầm dầm"),
    ("northern words", "Ngon tuyệt cú mèo", "Chán như con gián"),
    ("staff's face", "Nhân viên tươi cười", "Nhân viên mặt nặng mày nhẹ"),
    ("staff's face", "Nhân viên luôn mỉm cười", "Nhân viên cau có"),
    ("answers", "Hỏi gì đáp nấy", "Hỏi gì cũng không biết"),
    ("answers", "Được phản hồi trong ngày", "Nhắn mấy ngày không thấy hồi âm"),
    ("seen and not answered", "Nhắn tin là trả lời", "Xem tin nhắn rồi im re"),
    ("back and forth", "Xong trong một lần", "Bắt đi tới đi lui"),
    ("back and forth", "Một lần là xong việc", "Hẹn lần hẹn lữa"),
    ("care", "Từng chi tiết đều được chăm chút", "Làm cho có"),
    ("care", "Làm ăn có tâm", "Làm ăn chộp giật"),
    ("once and again", "Lần nào tới cũng vui", "Lần nào tới cũng bực"),
    ("comparison", "Hơn hẳn chỗ cũ", "Thua xa chỗ cũ"),
    ("comparison", "Càng ngày càng tốt", "Càng ngày càng tệ"),
    ("a device or a pest", "Chuột không dây dùng thích", "Phòng có chuột"),
    ("still whole", "Ba năm rồi mà chưa hỏng", "Ba ngày đã hỏng"),
    ("as good as can be", "Giá không thể hợp lý hơn", "Giá không thể hợp lý"),
    ("would be better", "Nhân viên tốt hơn trước", "Có thêm ghế thì sẽ tốt hơn"),
    ("goes down fast", "Máy sạc nhanh", "Pin sụt nhanh"),
    ("waiting", "Đến là được khám, nhanh", "Phải ngồi chờ cả buổi"),
    ("an adjective alone", "Vừa vặn. Bền quá", "Vừa vặn. Đắt quá"),
    ("a wish behind its subject", "Giảng viên đến lớp đầy đủ", "Giảng viên nên đến lớp đầy đủ"),
    ("compounds", "Ghế sofa êm, đẹp", "Ghê quá, xấu"),
    ("advice", "Mọi người nên thử", "Mọi người đừng thử"),
    ("advice", "Ai chưa thử thì thử ngay đi", "Ai định mua thì nghĩ lại"),
    ("a virtue behind what is denied", "Giải thích rõ ràng", "Không giải thích rõ ràng"),
    ("a virtue behind what is denied", "Hỗ trợ tận tình", "Không hỗ trợ tận tình"),
    ("already and satisfying", "Mới tuần đầu mà đã quá vui", "Mới tuần đầu mà đã quá nhàm chán"),
    ("easy", "Hướng dẫn rất dễ hiểu", "Hướng dẫn rất khó hiểu"),
    ("the rest", "Pin kém còn lại miễn chê, máy mượt, chụp đẹp", "Giá tốt còn lại tệ, máy lag, chụp xấu"),
    ("a wish over a plural", "Lớp có những buổi rất thiết thực", "Cần thêm những buổi thiết thực hơn"),
    ("a wish after its noun", "Quy định của trung tâm rất rõ ràng", "Quy định của trung tâm nên rõ ràng hơn"),
    ("more than hoped for", "Ngon hơn mong đợi", "Không như mong đợi"),
    ("judging is no wish", "Mình đánh giá như sau: xe tốt, êm", "Giá như xe tốt, êm"),
    ("time and negation", "Chưa được một tháng mà đã khen cả xóm", "Chưa được một tháng đã báo lỗi"),
    ("a full charge", "Nồi nấu ngon 100%", "Đầy 100% mà tụt nhanh"),
    ("meeting needs", "Đáp ứng được yêu cầu", "Chưa đáp ứng được yêu cầu"),
    ("too much of it", "Nhiều ví dụ", "Quá nhiều bài tập"),
    ("prone to it", "Dễ lắp ráp", "Dễ bị bong keo"),
    ("hearing the speaker", "Giọng hay", "Giọng quá nhỏ"),
    ("more of a virtue", "Nhân viên nhiệt tình hơn trước", "Nhân viên nên nhiệt tình hơn"),
]  # fmt: skip

ENGLISH = [
    ("negation", "It is comfortable", "It is still not comfortable"),
    ("negation", "I was impressed", "I was really not impressed"),
    ("negation", "I can really recommend it", "I can't really recommend it"),
    ("negation", "It fits without any issue", "It fits without any comfort"),
    ("negation", "The sound is that good", "The sound is not that good"),
    ("negation that praises", "I have never been treated so well", "I have never been treated so badly"),
    ("negation that praises", "I have never been happier", "I have never been more insulted"),
    ("negation that praises", "It couldn't have been easier", "It couldn't have been worse"),
    ("negation that praises", "The staff could not have been more helpful", "The staff could not have been more rude"),
    ("negation that praises", "It never fails to delight", "It never works"),
    ("negation that praises", "Nothing short of amazing", "Nothing short of awful"),
    ("comparison", "I've never had better", "I've had better"),
    ("comparison", "Better than the old one", "My old one is better than this"),
    ("conditional", "I would recommend this", "I would not recommend this"),
    ("conditional", "I would order this again", "I would never order this again"),
    ("conditional", "If you like noodles, this is a great place", "If only this were a great place"),
    ("conditional", "Not only was the food outstanding, it was cheap", "Not once was the food outstanding"),
    ("contrast", "It was late until they fixed it, great", "Everything was fine until you lost my bag"),
    ("addresses", "Great view https://example.org/a", "Awful view www.example.org/great"),
    ("wish", "I got used to it, great", "It used to be great"),
    ("wish", "It meets all of our needs", "It needs to be better"),
    ("wish", "It works for what I needed", "I wish it worked"),
    ("wish", "Please pass on my thanks to the friendly team", "Please train a more friendly team"),
    ("booster", "Too good for words", "Too bad for words"),
    ("booster", "A great success", "A great disappointment"),
    ("booster", "The food is at its best", "The food is mediocre at best"),
    ("contrast", "Small but cozy", "Cozy but way overpriced"),
    ("contrast", "It was late, still a great evening", "The only downside is the service"),
    ("contrast", "Expensive, yet worth every cent", "Cheap, yet not worth a cent"),
    ("told to stay away", "You should try it", "You should avoid it"),
    ("told to stay away", "Save money with this bargain", "Save your money"),
    ("told to stay away", "Be quick, get one", "Be careful, buyer beware"),
    ("out of ten", "9 out of 10", "2 out of 10"),
    ("thumbs", "Thumbs up", "Thumbs down"),
    ("superlatives", "The tastiest cake", "The blandest cake"),
    ("superlatives", "The kindest doctor", "The rudest doctor"),
    ("guards", "She was honest with us", "To be honest, it was awful"),
    ("guards", "A must have", "He must have been asleep, nobody answered"),
    ("guards", "It feels warm and cozy", "The beer was lukewarm"),
    ("idioms", "It is worth the drive", "It isn't worth the drive"),
    ("idioms", "A real jewel", "A real letdown"),
    ("idioms", "They nailed it", "They dropped the ball"),
    ("idioms", "We had a blast", "We had to chase them"),
    ("idioms", "Hit the spot", "Missed the mark"),
    ("staff", "We were greeted and seated right away", "We were ignored for ages"),
    ("staff", "The clerk went out of his way", "The clerk was a jerk"),
    ("slips of the pen", "Excelent buy", "Disapointing results"),
    ("slips of the pen", "Very satisifed", "Very dissapointed"),
    ("slips of the pen", "This is so gooodd", "This is so baddd"),
    ("words made of others", "The crispiest fries", "The saltiest fries"),
    ("words made of others", "The waiter was tactful", "The waiter was tactless"),
    ("words made of others", "The plot is convincing", "The plot is underexplained"),
    ("words made of others", "An unbiased opinion", "An unhelpful answer"),
    ("hash-tags", "Boarded #bestflightever", "Boarded #worstflightever"),
    ("hash-tags", "#niceservice", "#nothelpful"),
    ("adverbs", "It responds well", "It responds badly"),
    ("how long it took", "We were helped in minutes", "It took over 30 minutes"),
    ("how long it took", "The lamp lasts for hours", "We waited for 2 hours"),
    ("a negation of its own", "I would not trade this, it always worked", "I would not risk this, it never worked"),
    ("thinking not", "I think the manual is helpful", "I don't think the manual is helpful"),
    ("thought before", "I thought it through, a good deal", "At first I thought it was a good deal"),
    ("films", "A gripping story and a stellar cast", "A plodding story and wooden acting"),
    ("films", "It kept me guessing", "It put me to sleep"),
    ("films", "I could not stop laughing", "I want those hours of my life back"),
    ("food", "The meat falls off the bone", "The meat was full of gristle"),
    ("food", "Save room for dessert", "I left hungry"),
    ("gadgets", "It holds a charge", "It won't hold a charge"),
    ("gadgets", "Water resistant case", "The case fell apart"),
    ("travel", "We landed early", "Sat on the tarmac for ages"),
    ("travel", "They squeezed us in", "They gave away my seat, no apology"),
    ("coming again", "I'll definitely be in again", "This was the first and last time"),
    ("coming again", "I would order another", "I am returning them"),
    ("regret", "You won't regret it", "You will regret it"),
    ("advice", "If you want a good dinner, go here", "Do yourself a favor and look elsewhere"),
    ("what was expected", "Faster than expected", "I expected more"),
    ("short forms", "gr8 service, luv it", "omg the worst, smh"),
    ("a little word", "This little bakery is great", "This big bakery is awful"),
    ("a little word", "They have a few good cakes", "They have few good cakes"),
    ("while", "While the tables were wobbly, the soup was lovely", "While the soup was lovely, the tables were awful"),
    ("none better to imagine", "I cannot imagine a friendlier nurse", "I cannot imagine a ruder nurse"),
    ("forgotten", "Our order was never wrong", "They got our order wrong"),
    ("too much of it", "The sleeves were not too boxy", "The sleeves were too boxy"),
    ("too much of it", "The screen is not too glary", "The screen is far too glary"),
    ("too much of it", "The helper was too good for words", "The helper was too chatty, too flashy"),
    ("a sum of money", "It is only $5", "They took another $5"),
    ("a sum of money", "All of it for under €20", "A cup of tea is €9"),
    ("called out", "We will all be there on Friday!", "You were not there on Friday!"),
    ("recommending", "Try the window seats", "Don't try the window seats"),
    ("recommending", "Stop by the workshop", "Nobody should stop by the workshop"),
    ("coming again", "I would ask them to paint our house again", "I would never ask them to paint our house again"),
    ("coming again", "We'll take this tour again", "We won't be taking this tour again"),
    ("coming again", "He is going to rent there again soon", "Never will he rent there again"),
    ("to be left out", "Not a museum to skip", "A museum to skip"),
    ("worth it", "The course was worth taking", "The course was not worth taking"),
    ("able", "I was able to log in", "I was not able to log in"),
    ("more than hoped for", "We never expected such a lovely clinic", "We never expected a lovely clinic"),
    ("none like it", "You cannot sleep this well elsewhere", "You cannot sleep well here"),
    ("some comparison", "The plot is interesting, the end is good", "The plot is interesting, the end is bad"),
    ("told and not felt", "A tragedy with superb actors", "A tragedy with awful actors"),
    ("told and not felt", "The tour shows all the horrors of mining, well done", "The horrors of mining, badly told"),
    ("although", "The seat is good although the legroom is poor", "The seat is poor although the legroom is good"),
    ("meeting needs", "The tutor caters to beginners", "The tutor ignores beginners"),
]  # fmt: skip

NEUTRAL = [
    "We went with the whole family",
    "The ticket was $24",
    "Paid with a £10 note",
    "We will be there on Friday!",
    "Will you be there again?",
    "I tried the door",
    "Try again later",
    "Let's be honest",
    "In the meantime we took the bus",
    "Theo tiêu chuẩn của hãng",
    "Chuẩn bị đi làm",
    "Nước đang phát triển",
]


def feels(comment: str) -> float:
    return analyse(comment).sentiment.score


def _cases(pairs: list[tuple[str, str, str]], twins: bool) -> list[object]:
    found = []
    for about, praise, complaint in pairs:
        for text, sign in ((praise, 1), (complaint, -1)):
            found.append(pytest.param(text, sign, id=f"{about}: {text}"))
            if twins:
                found.append(pytest.param(without_marks(text), sign, id=f"{about}, without marks: {text}"))
    return found


@pytest.mark.parametrize(("comment", "sign"), [*_cases(VIETNAMESE, True), *_cases(ENGLISH, False)])
def test_minimal_pairs(comment: str, sign: int) -> None:
    assert feels(comment) * sign > 0


@pytest.mark.parametrize("comment", NEUTRAL)
def test_words_that_only_look_like_feelings(comment: str) -> None:
    assert analyse(comment).sentiment.label == "neutral"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fục", "phục"), ("fòng", "phòng"), ("jờ", "giờ"), ("zễ", "dễ"), ("wán", "quán"), ("wên", "quên"), ("khôg", "không"),
        ("nhưg", "nhưng"), ("thík", "thích"), ("mìh", "mình"), ("xjnh", "xinh"), ("đẹq", "đẹq"), ("pin", "pin"), ("ngonn", "ngonn"),
    ],
)  # fmt: skip
def test_spelling_by_ear_is_read_as_the_word_it_sounds_like(typed: str, meant: str) -> None:
    known = {"phục", "phòng", "giờ", "dễ", "quán", "quên", "không", "nhưng", "thích", "mình", "xinh", "đẹp", "pin"}
    assert respelled(typed, known) == meant


@pytest.mark.parametrize(
    ("comment", "sign"),
    [
        ("fục vụ zui zẻ", 1),
        ("nhân viên khôg thân thiện", -1),
        ("mìh thík lắm", 1),
        ("0 ngon", -1),
        ("ngoài o ngon lắm, o đẹp", -1),
    ],
)
def test_comments_spelled_by_ear(comment: str, sign: int) -> None:
    assert feels(comment) * sign > 0
