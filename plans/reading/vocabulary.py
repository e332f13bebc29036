"""Words of plans: kinds of documents, verbs that begin a task, words that begin a body's name."""

import re
from collections.abc import Iterable
from functools import lru_cache

from tracker.lib.text import fold

# By the letters in their numbers, as in 15-KH/HU and 45/KH-UBND
KIND_OF_SYMBOL = {
    "NQ": "Nghị quyết", "CT": "Chỉ thị", "KL": "Kết luận", "QĐ": "Quyết định",
    "KH": "Kế hoạch", "CTr": "Chương trình", "CTR": "Chương trình",
    "CTHĐ": "Chương trình hành động",
    "CTrHĐ": "Chương trình hành động", "QC": "Quy chế", "TB": "Thông báo", "TBKL": "Thông báo",
    "HD": "Hướng dẫn", "BC": "Báo cáo", "CV": "Công văn", "TT": "Thông tư", "NĐ": "Nghị định",
    "ĐA": "Đề án", "CĐ": "Công điện", "QĐi": "Quy định", "PA": "Phương án", "TTr": "Tờ trình",
}  # fmt: skip
TITLE_KINDS = (
    *("Kế hoạch", "Chương trình hành động", "Chương trình", "Kết luận", "Nghị quyết", "Chỉ thị"),
    *("Quyết định", "Thông báo kết luận", "Thông báo", "Hướng dẫn", "Đề án", "Quy định"),
    *("Quy chế", "Phương án", "Công văn", "Báo cáo", "Kế hoạch hành động"),
    *("Chương trình công tác", "Chương trình phối hợp", "Kế hoạch liên tịch", "Kế hoạch công tác"),
)
KIND_BY_FOLD = {fold(kind): kind for kind in TITLE_KINDS}
_LONGEST_TITLE = 16


def kind_in_title(line: str) -> tuple[str, str]:
    """The kind of document that a line in capitals names, and what follows it on the line.

    >>> kind_in_title("KẾ HOẠCH"), kind_in_title("KẾ HOẠCH TUYÊN TRUYỀN"), kind_in_title("Kế hoạch")
    (('Kế hoạch', ''), ('Kế hoạch', 'TUYÊN TRUYỀN'), ('', ''))
    """
    text = line.strip("\f* \t")
    words = text.split()
    if not text.isupper() or len(words) > _LONGEST_TITLE:
        return "", ""
    for length in range(min(len(words), 4), 1, -1):
        if kind := KIND_BY_FOLD.get(fold(" ".join(words[:length]))):
            return kind, " ".join(words[length:])
    return "", ""


# "(Ban hành kèm theo Quyết định số … của …)" below the title of a plan
_ISSUED_WITH = re.compile(
    r"\f?\(?\s*(?:Được )?(?:Ban hành )?kèm theo (?:Quyết định|Nghị quyết|Công văn|Tờ trình)\b",
    re.IGNORECASE,
)
MOST_OF_TITLE = 6


def is_issued_with(lines: Iterable[str]) -> bool:
    """Whether a line says that another document issues the one whose title is above."""
    return any(_ISSUED_WITH.match(line) for line in lines)


# What is fought against or put out, with the commas of a name
AGAINST = (
    r"phòng, chống (?:tham nhũng(?:, lãng phí)?(?:, tiêu cực)?|thiên tai(?: và tìm kiếm cứu nạn)?"
    r"|tội phạm(?: và tệ nạn xã hội)?|ma túy|bạo lực gia đình|dịch bệnh|dịch|lụt bão)"
    r"|phòng cháy,? (?:và )?chữa cháy(?: và cứu nạn, cứu hộ| và cứu hộ, cứu nạn)?"
)
CITED_KINDS = (
    *("Nghị quyết", "Chỉ thị", "Kết luận", "Quyết định", "Kế hoạch", "Chương trình hành động"),
    *("Chương trình", "Quy định", "Quy chế", "Thông báo kết luận", "Thông báo", "Hướng dẫn"),
    *("Báo cáo", "Công văn", "Thông tư", "Nghị định", "Đề án", "Công điện", "Phương án", "Luật"),
)

_VERBS = """
    chủ trì|phối hợp|chủ động|tham mưu|xây dựng|tổ chức|theo dõi|đôn đốc|hướng dẫn|kiểm tra|giám sát
    ban hành|triển khai|thực hiện|có trách nhiệm|chịu trách nhiệm|lãnh đạo|chỉ đạo|căn cứ|tăng cường
    đẩy mạnh|tuyên truyền|vận động|rà soát|tổng hợp|báo cáo|bố trí|cân đối|thẩm định|lập|phát động
    quán triệt|nghiên cứu|đề xuất|kịp thời|định kỳ|tập trung|tiếp tục|cụ thể hóa|cụ thể hoá|phát huy
    nâng cao|bảo đảm|đảm bảo|hoàn thành|gửi|cung cấp|phổ biến|tiếp nhận|công khai|niêm yết|cập nhật
    số hóa|số hoá|đưa|mở|duy trì|hỗ trợ|thường xuyên|nghiêm túc|khẩn trương|phấn đấu|giao|phân công
    yêu cầu|đánh giá|kiện toàn|củng cố|sắp xếp|bồi dưỡng|đào tạo|tập huấn|chuẩn bị|khắc phục|xử lý
    kiên quyết|chấm dứt|đổi mới|ứng dụng|phát triển|đầu tư|quản lý|thành lập|biểu dương|khen thưởng
    sơ kết|tổng kết|nhân rộng|khảo sát|thống kê|thu thập|đăng ký|ký|gắn|lồng ghép|huy động|kêu gọi
    làm tốt|thực hành|hằng năm|hàng năm|hằng quý|hằng tháng|trực tiếp|giải quyết|trả lời|đối thoại
    cải thiện|rút ngắn|giảm|cắt giảm|chuyển|khuyến khích|phòng ngừa|ngăn chặn|đấu tranh|bảo vệ
    tuân thủ|chấp hành|nêu gương|phê duyệt|trình|thông qua|quyết định|công bố|giới thiệu|lựa chọn
    vận hành|khai thác|kết nối|chia sẻ|bám sát|quan tâm|chú trọng|coi trọng|tích cực|tiến hành
    tùy theo|đề cao|thông tin|kiến nghị|chi trả|tiếp thu|ưu tiên|mở rộng|nắm|góp ý|phản biện
    lựa chọn|trồng|xóa|xoá|dọn|thu gom|lắp đặt|sửa chữa|nạo vét|trang bị|tặng|thăm|nhận|giúp|dạy
    xây|viết|in|treo|phát|truyền thông|sử dụng|tự|cử|họp|soạn|hoàn thiện|bổ sung|sửa đổi|cấp|nộp
    kết nạp|phát hiện|truyền đạt|học tập|sinh hoạt|hạn chế|gương mẫu|cam kết|rà|tham gia|phụ trách
    đăng tải|đăng|thanh tra|thẩm tra|giao ban|tiếp|khai mạc|chốt|ra quân|thực hiện|tạo điều kiện
    dự trữ|dự báo|cảnh báo|biên soạn|biên tập|mời|ghi|nêu|điều tra|điều chỉnh|điều phối|nắm bắt
    nắm chắc|tích hợp|lan tỏa|quảng bá|xúc tiến|thu hút|chỉnh trang|tháo gỡ|đẩy lùi|khơi thông
    khôi phục|bảo tồn|trao|tôn vinh|gặp mặt|thăm hỏi|cấp phát|thi hành|xác minh|xác nhận|đối chiếu
    giải ngân|phân bổ|phân cấp|luân chuyển|điều động|tuyển dụng|tinh giản|chuẩn hóa|đơn giản hóa
    hiện đại hóa|bãi bỏ|thay thế|công nhận|bình xét|xét|chấm điểm|xếp loại|đo lường|lấy ý kiến
    lấy phiếu|trao đổi|nghiêm cấm|rèn luyện|giúp đỡ|cung ứng|dành|bảo trì|nâng cấp|mua sắm|gia cố
    cài đặt|tạo lập|kê khai|đi đầu|phản ánh|đề nghị|tuyệt đối|quản trị|chọn|thúc đẩy
    định hướng|khám|kiểm điểm|phân tích|thu hồi|bàn giao|nghiệm thu|khởi công|khánh thành|cải tạo
    tu sửa|ứng phó|sơ tán|diễn tập|tuần tra|tháo dỡ|cưỡng chế|xử phạt|hiệp thương|tuyển chọn|bầu
    bồi thường|thống nhất|rút kinh nghiệm|nhắc nhở|phê bình|chuyển giao|ủy quyền|bảo quản|lưu trữ
    khai trương|tham quan|bảo dưỡng|phun|vớt|nuôi|đặt|làm việc|nhận diện|dự thảo|tìm kiếm|hiến kế
    đảm nhiệm|đảm nhận|đảm trách|kiểm soát|phát hành|chăn nuôi|thoát
    điều hành|nhập|chỉ huy|tăng|tham dự|dự sinh hoạt|dự họp|tạo nguồn|liên kết|kích hoạt
    hoàn trả|soạn thảo|thông báo
    nâng|có chính sách|có cơ chế|có giải pháp|có biện pháp|có kế hoạch
    tổng vệ sinh|tổng rà soát|tổng kiểm tra|tổng điều tra|sẵn sàng
    quyết liệt|nêu cao|uốn nắn|răn đe|khơi dậy|bồi đắp|cổ vũ|động viên|khích lệ
    tôn tạo|giải trình|chất vấn|tiếp xúc
    lắng nghe|hòa giải|thí điểm|làm điểm|chỉ định|bổ nhiệm|tuyên dương|vinh danh|gặp gỡ|đón tiếp
    truy quét|triệt phá|trấn áp|huấn luyện|thể chế hóa|thể chế hoá|thực thi|khống chế|ủng hộ|đỡ đầu
    đa dạng hóa|đa dạng hoá|xã hội hóa|xã hội hoá|chấn chỉnh|siết chặt|lưu ý|giữ vững|nỗ lực|đấu nối
    liên thông|cho ý kiến|thảo luận|biểu quyết|nghe|giữ|khoanh vùng|mua|làm rõ|đẩy nhanh|hình thành
    khuyến cáo|bình chọn|phát sóng|ghi nhận|nhận xét|tiếp cận|giảm thiểu|ngăn ngừa|loại bỏ|tham vấn
    tư vấn|xác định|tái chế|phân loại|di dời|giữ gìn|gìn giữ|chăm sóc|chăm lo|quyên góp|thu|tiêm
    biểu diễn|lắp|hiến|truyền dạy|làm đẹp|làm sạch
"""
VERBS = frozenset(verb.strip() for line in _VERBS.split("\n") for verb in line.split("|")) - {""}

# Names that go on only with a level or a capital, as in "Đảng ủy UBND xã"
_CLOSED_HEADS = """
    UBND|HĐND|UBKT|UBMTTQ|UBMT|MTTQ|Thường trực|Mặt trận|Mặt trận Tổ quốc|BCHQS|LĐLĐ|Huyện đoàn
    Tỉnh đoàn|Xã đoàn|Thành đoàn|Đảng ủy|Đảng uỷ|Đảng bộ|Huyện ủy|Tỉnh ủy|Thành ủy|Quận ủy
    Thị ủy|Đảng đoàn|Ban cán sự đảng|Quận đoàn|BHXH|VP|BTV|BTC|BCĐ|BCH|Cấp ủy|Hội đồng nhân dân
    Ủy ban nhân dân|Uỷ ban nhân dân|Chi ủy|Công an|Bí thư|Chủ tịch|Giám đốc|Trưởng|Phó Chủ tịch
    Người đứng đầu|người đứng đầu|Thủ trưởng|thủ trưởng|Cán bộ|Công chức|Viên chức|Đảng viên
    Hội viên|Đoàn viên|bí thư|chủ tịch|chi hội|chi đoàn|chi bộ|chi ủy|cấp ủy|đảng ủy|Chánh
    Huyện ủy viên|Đảng ủy viên|Tỉnh ủy viên|Thành ủy viên|Cấp ủy viên|Hiệu trưởng
    nhà trường|Nhà trường|BCH Quân sự|Trưởng phòng|Phó Trưởng phòng|Phó Bí thư
    cấp ủy viên|chi ủy viên|Tổ trưởng|Tổ phó|tổ trưởng|Kế toán|Kế toán Phòng|Văn thư|Chuyên viên
    Công đoàn|trưởng thôn|Trưởng thôn|Mỗi chi bộ|mỗi chi bộ|Ban Thường vụ|Ban Chấp hành
"""
_OPEN_HEADS = """
    Văn phòng|Ban Tổ chức|Ban Tuyên giáo|Ban Dân vận|Ban Nội chính|Ban Xây dựng Đảng|Ban Chỉ đạo
    Ban Chỉ huy|Ban Tiếp công dân|Ban Quản lý|Ban Pháp chế|Ủy ban|Uỷ ban|Hội đồng|Phòng|Sở|Trung tâm
    Bộ Chỉ huy|Hội|Liên đoàn|Đoàn|Chi bộ|Chi hội|Chi đoàn|Thanh tra|Bảo hiểm|Kho bạc|Chi cục|Cục
    Đài|Trạm|Trường|Bộ phận|Tổ|Hợp tác xã|Tòa án|Viện|Điện lực|Ngân hàng|Bưu điện|Hạt Kiểm lâm|Đồn
    Ban quản lý|Ban giám sát|Ban vận động|Ban đại diện|Ban điều hành|Ban chỉ đạo|Ban chỉ huy
    Đội|Công ty|Cơ quan|Thôn|Ban|Ban công tác|Thuế|Thống kê|đồng chí|Đồng chí|Tòa|Câu lạc bộ
    Lực lượng|lực lượng|Báo cáo viên|Cộng tác viên|Liên đội|Hiệp hội|Quỹ tín dụng
    Đ/c|đ/c|Ủy viên|Ông|Bà|ông|bà|Tiểu ban|Khối Dân vận|Khối dân vận
    Bộ đội Biên phòng|Bộ Tư lệnh|Hải quan|Liên minh Hợp tác xã|Liên hiệp|Bệnh viện|Thư viện|Báo
    Vườn quốc gia|Khu bảo tồn|Xí nghiệp|Nhà máy|Lâm trường|Nông trường
    Bảo tàng|Nhân viên|Tổng công ty|Tập đoàn|Học viện|Tổng cục
"""
_ACCENTED = tuple(map(chr, range(0xC0, 0x1EFA)))
CAPITALS = "A-Z" + "".join(letter for letter in _ACCENTED if letter.isupper())
SMALL = "a-z" + "".join(letter for letter in _ACCENTED if letter.islower())
# Words that begin like a body and are none: "Tổ chức hội nghị", "Phòng, chống", and labels
NO_BODY = (
    r"(?!(?:Tổ chức|Hội (?:nghị|thi|thảo|nhập|diễn|viên|chợ)|Đoàn (?:kết|viên|thể|kiểm|giám)"
    r"|Ban (?:hành|bố)|Phòng(?=,)|Phòng (?:ngừa|chống|tránh|bệnh)"
    rf"|Báo(?! (?:[{CAPITALS}]|điện tử|cáo viên))|Liên hiệp(?! [{CAPITALS}])|Sở hữu|Trường hợp"
    # "Trưởng Ban chỉ đạo toàn diện" directs
    r"|Ban (?:chỉ đạo|điều hành) (?:chung|toàn diện|theo|việc|các)"
    r"|Viện (?:trợ|phí)|[Ll]ực lượng (?:nòng cốt|lao động|lượng|,|và)"
    r"|Đội ngũ|Cục bộ|Cơ quan nào"
    r"|(?:Cơ quan|Bộ phận)(?: (?:chủ trì|phối hợp|thực hiện|phụ trách|tham mưu|chịu trách nhiệm))"
    r"|Thống kê(?! (?:tỉnh|huyện|cơ sở|xã))"
    rf"|Thuế(?! (?:cơ sở|tỉnh|huyện))|Thanh tra(?! (?:tỉnh|huyện|[SBCNT]))|Thôn(?! [{CAPITALS}])"
    rf"|Ban(?! (?:[{CAPITALS}c]|quản lý|giám sát|vận động|đại diện|điều hành|nhân dân))"
    r"|Tổ(?! (?:trưởng|phó|chuyên|công|tự|dân|hỗ|giúp|truyền|bảo|hòa|kiểm|dịch vụ|hợp tác"
    rf"|quản lý|vệ sinh|an ninh|liên|thu gom|[{CAPITALS}]))"
    rf"|(?:đồng chí|Đồng chí|Đ/c|đ/c|Ông|Bà|ông|bà)(?! [{CAPITALS}])|Cán bộ(?=,))\b)"
)


def _listed(lines: str) -> tuple[str, ...]:
    return tuple(x.strip() for line in lines.split("\n") for x in line.split("|") if x.strip())


CLOSED_HEADS = frozenset(_listed(_CLOSED_HEADS))
BODY_HEADS = (*_listed(_OPEN_HEADS), *CLOSED_HEADS)
# After "các", in lists such as "các cơ quan, đơn vị, địa phương"
PLURALS = (
    *("cơ quan", "đơn vị", "địa phương", "xã", "phường", "thị trấn", "đặc khu", "phòng", "ban"),
    *("ban đảng", "ngành", "sở", "chi bộ", "đảng bộ", "chi", "đảng ủy", "đoàn thể", "hội"),
    *("tổ chức chính trị - xã hội", "tổ chức chính trị-xã hội", "tổ chức đảng", "cấp ủy"),
    *(
        "thôn",
        "khu phố",
        "tổ dân phố",
        "trường học",
        "trường",
        "nhà trường",
        "doanh nghiệp",
        "hợp tác xã",
    ),
    *("bản", "ấp", "xóm", "chi hội", "chi đoàn", "đoàn thể chính trị - xã hội", "huyện"),
    *("chi ủy", "hội quần chúng", "tổ chức", "hội, đoàn thể", "phòng chuyên môn", "câu lạc bộ"),
    *("ban tham mưu", "cơ quan tham mưu, giúp việc", "cơ quan tham mưu", "đảng ủy trực thuộc"),
    *(
        "trung tâm",
        "tổ công tác",
        "chính quyền",
        "chính quyền địa phương",
        "bệnh viện",
        "trung tâm y tế",
        "cơ sở y tế",
        "cơ sở giáo dục",
    ),
    *("bộ", "vụ", "cục", "tổ đại biểu", "tập đoàn", "công ty", "chủ đầu tư", "cơ quan báo chí"),
    *(
        "bộ phận",
        "bộ phận chuyên môn",
        "thị xã",
        "quận",
        "ngân hàng",
        "ban quản lý",
        "đồn biên phòng",
    ),
    *("ban xây dựng Đảng", "ban xây dựng đảng", "tổ chức thành viên", "cơ quan, ban", "tổ dân phố"),
    *("cơ sở", "cá nhân", "chủ rừng", "hộ gia đình", "hộ dân", "hộ nghèo", "hộ", "tổ hợp tác"),
    *("hội viên", "đoàn viên", "đảng viên", "nhóm hộ", "giáo viên", "nghệ nhân"),
    *("trạm y tế", "cơ sở đoàn", "cấp hội", "cấp ủy đảng", "thành phố", "công chức", "tổ"),
)
# Lower-case words that a body's name may end with
LEVELS = frozenset(
    (
        *(
            "tỉnh",
            "huyện",
            "xã",
            "phường",
            "thành",
            "phố",
            "thị",
            "trấn",
            "đặc",
            "khu",
            "cấp",
            "quận",
        ),
        *("cơ", "sở", "thôn", "bản", "ấp", "vực"),
    )
)
# Words that a name or a noun phrase does not go on with
STOPS = frozenset(
    (
        *("để", "nhằm", "theo", "trong", "về", "đối", "cho", "là", "được", "có", "của", "tại"),
        *("từ", "trên", "trước", "khi", "do", "bị", "cần", "phải", "chịu", "này", "nghiêm", "sẽ"),
        *("đã", "đang", "cùng", "với", "và", "hoặc", "mà", "nếu", "sau", "làm", "đến", "vào", "ra"),
        *("nhất", "đặc", "gồm", "như", "nói", "chung", "cũng", "đều", "các"),
    )
)
LETTERS = "a-zA-ZÀ-ỹĐđ"
# The same words come again and again
folded = lru_cache(maxsize=8192)(fold)


def alternatives(words: tuple[str, ...] | frozenset[str]) -> str:
    """A regular expression for any of `words`, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


# "trực" also ends "thường trực" and begins "trực thuộc"
_ON_DUTY = r"trực(?= \d| sẵn| chiến| ban| gác| chốt| canh)"
VERB = re.compile(rf"(?:{alternatives(VERBS)}|{_ON_DUTY})(?![{LETTERS}])")
# Of two syllables or more, which a lost mark does not make another word
_FOLDED_VERBS = frozenset(fold(verb) for verb in VERBS if " " in verb)
_TWO_WORDS = re.compile(rf"[{LETTERS}]+ +[{LETTERS}]+")


def is_verb_at(text: str, at: int = 0) -> bool:
    """Whether a verb begins at `at`, also one that lost a mark ("thưc hiện")."""
    if VERB.match(text, at):
        return True
    two = _TWO_WORDS.match(text, at)
    return two is not None and two[0].islower() and folded(two[0]) in _FOLDED_VERBS
