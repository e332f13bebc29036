"""Patterns of the names of bodies; `bodies` puts them together."""

import re

from plans.reading.vocabulary import (
    AGAINST,
    BODY_HEADS,
    CAPITALS,
    LETTERS,
    NO_BODY,
    PLURALS,
    SMALL,
    VERB,
    alternatives,
)

_NOUN = rf"(?:{alternatives(PLURALS)})(?![{LETTERS}])"
# After "các" with a capital where no name follows: "các Ban của HĐND", not "các Ban Chỉ đạo"
_ANY_NOUN = (
    rf"(?:{_NOUN}|(?:{alternatives(tuple(map(str.capitalize, PLURALS)))})"
    rf"(?!\s(?!HĐND|UBND)[{CAPITALS}])(?![{LETTERS}]))"
)
# Those that follow a noun without a comma; "tổ chức" and "ban" would begin a verb
_NEXT_NOUN = (
    r"(?:chi ủy|chi bộ|đảng ủy|đảng bộ|cấp ủy|ngành|đơn vị|đoàn thể|địa phương|chi hội|chi đoàn)"
    rf"(?![{LETTERS}])"
)
_OF_ALL = (
    r"(?:(?:[Tt]ất cả |[Cc]ấp ủy |[Tt]hủ trưởng |[Nn]gười đứng đầu |[Ll]ãnh đạo "
    r"|[Tt]rưởng |[Gg]iám đốc |[Hh]iệu trưởng )?[Cc]ác(?=\s)|[Nn]hững(?= hộ)"
    r"|[Cc]ấp ủy(?=,? (?:chính quyền|tổ chức đảng))|[Cc]ấp ủy(?= các cấp))"
)
_PLACES = r"(?:huyện|xã|tỉnh|phường|quận|thành phố|thị xã)"
_QUALIFIER = (
    r"(?:\s(?:trực thuộc|cơ sở|tự quản|sự nghiệp|hành chính|tiểu học|mầm non|phổ thông|thành viên"
    r"|các cấp|có liên quan|liên quan|còn lại|cấp (?:xã|huyện|tỉnh|trên|cơ sở)|chuyên môn|công lập"
    r"|(?:thuộc\s|của\s|trong\s)?(?:UBND|Ủy ban nhân dân|Đảng ủy|Huyện ủy|Quận ủy|Thành ủy"
    rf"|Tỉnh ủy|Đảng bộ|Đảng|HĐND|Sở|Ban|Bộ|Phòng)(?:\s{_PLACES})?"
    rf"|(?:của\s)?{_PLACES}|trên địa bàn(?:\s{_PLACES})?)(?![{LETTERS}])"
    r"|,\s(?:tiểu học|mầm non|trung học cơ sở|THCS|THPT)(?=[\s,;.)]))*"
)
PLURAL = re.compile(
    rf"{_OF_ALL}(?:,? (?:tổ chức đảng(?:,? chính quyền)?|chính quyền)(?: các cấp)?| các cấp"
    rf"|\s{_ANY_NOUN}"
    rf"(?:(?:\s(?:công lập|trực thuộc))?\s*,\s*(?:các )?{_NOUN}|\s{_NEXT_NOUN})*"
    rf"(?:\s+và\s+(?:các )?{_NOUN})?){_QUALIFIER}"
)
# "Bộ" and "Vụ" also begin nouns, as "Bộ tiêu chí", "Vụ Đông Xuân"
_MINISTRY = rf"(?:Bộ|Vụ(?! Đông| Xuân| Hè| Mùa| Thu))(?=\s[{CAPITALS}])"
HEAD = re.compile(
    rf"{NO_BODY}(?P<head>{alternatives(BODY_HEADS)}|{_MINISTRY}"
    # In small letters only before a name: "tổ Ngữ văn", "trạm Y tế"
    r"|(?<!xã )(?<!giao )"
    r"(?:tổ|phòng|ban|đội|trạm|trường|trung tâm|văn phòng|hội|khối|liên đội|công đoàn)"
    rf"(?=\s[{CAPITALS}]))(?![{LETTERS}])"
)
# Words that begin names, and none of them: "Chánh Văn phòng"
HEADS = re.compile(rf"(?:(?:{alternatives(BODY_HEADS)})(?:\s+|$))+")
STAFF = re.compile(
    r"(?:Cán bộ|cán bộ|Công chức|Đảng viên)(?:, (?:đảng viên|công chức|viên chức|người lao động)"
    rf"| lãnh đạo, quản lý(?: các cấp)?)+(?:\s{_PLACES}(?![{LETTERS}]))?"
)
# Verbs within names, as in "Trung tâm Dịch vụ tổng hợp xã"
VERB_OF_NAME = re.compile(
    r"(?:(?:(?<=vụ )|(?<=[Tt]ổ )|(?<=phận ))tổng hợp"
    r"(?= (?:xã|huyện|tỉnh|phường|chủ trì|phối hợp)|[,;.)]|$)|quản lý dự án"
    r"|(?<=[Cc]hỉ đạo )(?:xây dựng (?:nông thôn mới|đời sống văn hóa)|thực hiện quy chế dân chủ)"
    r"|(?<=dân quân )tự vệ|phát triển (?:quỹ đất|nông thôn)"
    rf"|{AGAINST}|giao thông|(?<=dự án )đầu tư xây dựng|(?<=lượng )quản lý thị trường"
    r"|(?<=Quân )sự|(?<=Biên )phòng|tự nhiên|tiếp nhận và trả kết quả"
    r"|kiểm soát bệnh tật|đăng ký đất đai|giới thiệu việc làm"
    r"|hỗ trợ (?:pháp lý|nông dân)|phục vụ hành chính công|(?<=trật )tự"
    r"|(?:(?<=[Tt]ổ )|(?<=tâm )|(?<=[Bb]an )|(?<=Phòng ))điều hành)"
)
# One body of several fields, as in "Phòng Kinh tế, Hạ tầng và Đô thị"
FIELDS = re.compile(r"(?:Phòng|Sở|Trung tâm) (\w+(?: \w+){0,2}), (\w+(?: \w+){0,2}) và (\w+ \w+)")
PERSON = re.compile(rf"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)(?: [{CAPITALS}][\w'’]*){{2,5}}$")
POST_OF_PERSON = re.compile(
    r"\s*(?:,|\s[-–])\s+"
    r"(?P<post>(?:Phó |Q\. )?(?:Chủ tịch|Bí thư|Trưởng|Chánh|Giám đốc|Chủ nhiệm|Ủy viên))\b"
)
NUMBER = re.compile(r"(?:số |(?<=Đề án ))\d{1,3}(?!\d)")
LEVEL = re.compile(r"(?:huyện|xã(?! hội)|tỉnh|phường|quận)(?!\w)")
OF_LEVEL = re.compile(r"\s(?:tỉnh|huyện|xã|cơ sở|trên|thôn|ủy)(?!\w)")
QUALIFIED = re.compile(_QUALIFIER)
PLACE_BEFORE = re.compile(rf"(?:thôn|xã|phường|bản|ấp|phố|trấn|buôn)(?: [{CAPITALS}]\w*)+$")
# As in "Ban Chỉ huy Phòng thủ khu vực 3", "Đồn Biên phòng 225"
NUMBER_OF_NAME = re.compile(r"(?:(?<=khu vực )|(?<=[Bb]iên phòng ))\d{1,3}(?![\d/.])")
MORE_PLACES = re.compile(rf"(?:\s*(?:,|và)\s+(?:thôn|bản|ấp|buôn)(?: [{CAPITALS}]\w*)+)+(?!\w)")
OF_NOUNS = re.compile(rf"các {_NOUN}(?:\s*,\s*{_NOUN})*(?:\s+và\s+{_NOUN})?{_QUALIFIER}")
OFFICE = re.compile(
    r"(?:Văn phòng|VP) (?:HĐND|Hội đồng nhân dân)(?:\s(?:và|-|&)\s|&)(?:UBND|Ủy ban nhân dân)"
    r"(?: (?:xã|huyện|tỉnh|phường|thành phố|thị trấn|thị xã|quận|đặc khu))?"
    r"|[Cc]ác (?:cơ quan )?báo, đài(?: (?:của )?(?:thành phố|tỉnh|Trung ương|địa phương))?"
    # One Party committee of the Front and of the organisations
    r"|Đảng ủy (?:Ủy ban )?(?:Mặt trận Tổ quốc|MTTQ)(?: Việt Nam)?(?:,| và) các (?:ban, )?"
    r"(?:đoàn thể|tổ chức chính trị - xã hội)(?: (?:Trung ương|tỉnh|thành phố|xã|phường))?"
    r"|Báo và (?:Đài )?[Pp]hát thanh(?:,| -| và)? [Tt]ruyền hình(?: tỉnh| thành phố)?"
)
# "các xã có rừng", before what they do
WHICH = re.compile(
    r"\scó(?! (?:trách nhiệm|nhiệm vụ|thể|kế hoạch|phương án|(?:giải|biện) pháp))"
    rf"(?:\s[{LETTERS}]+){{1,5}}?"
    rf"(?=\s(?:{VERB.pattern}|phải|cần))"
)
EACH_OF = re.compile(
    r"(?:[Mm]ỗi|[Tt]ừng|[Tt]oàn thể)"
    r" (?:đảng ủy viên|cấp ủy viên|đảng viên|cán bộ(?:, đảng viên)?|cơ quan(?:, đơn vị)?"
    rf"|đơn vị|thôn|tổ dân phố|chi hội|chi đoàn|xã|phường|đoàn thể|địa phương|sở|trường"
    rf"|[Bb]an|[Tt]ổ đại biểu)(?![{LETTERS}])(?: của (?:HĐND|UBND)(?:\s{_PLACES})?)?"
)
OFFICER = re.compile(
    r"(?:[Cc]huyên viên|[Cc]ông chức|[Vv]iên chức|[Cc]án bộ|Ủy viên Ban Chấp hành|[Đđ]ảng ủy viên)"
    rf" phụ trách(?:\s[{LETTERS}]+){{1,5}}?(?=\s*[:,(]|\s(?:{VERB.pattern}))"
    r"|(?:Giám đốc|Thủ trưởng|Hiệu trưởng|Người đứng đầu) (?:đơn vị|cơ quan|nhà trường)"
    r"|[Cc]ông chức (?:Tư pháp - Hộ tịch|Văn hóa - Xã hội|Văn phòng - Thống kê|Tài chính - Kế toán)"
    rf"(?: phụ trách(?:\s[{LETTERS}]+){{1,5}}?(?=\s*[:,(]|\s(?:{VERB.pattern})))?"
)
_PLACE_AT_END = (
    rf"(?:\s(?:các )?(?:bản|thôn|ấp|buôn|xóm|tổ dân phố|xã|phường|huyện|tỉnh|trường)(?!\s?hội)"
    rf"(?![{LETTERS}]))"
)
# Whom common words name, with no capital of a name: "già làng", "hộ nghèo", "Tổ vay vốn bản"
PEOPLE = re.compile(
    r"(?:[Gg]ià làng|[Tt]rưởng (?:bản|ấp|buôn|xóm|làng|họ tộc|dòng họ)|[Nn]gười (?:có )?uy tín"
    r"|[Nn]ghệ nhân(?: dân gian)?|[Nn]hà hảo tâm|(?:Đội ngũ )?[Gg]iáo viên(?: các trường)?"
    r"|Doanh nghiệp|[Cc]hức sắc(?:, chức việc)?(?: tôn giáo)?|[Nn]gười dân|[Nn]hân dân|[Bb]à con"
    r"|[Cc]ộng đồng dân cư|[Cc]hủ (?:rừng|hộ|đầu tư|phương tiện|cơ sở|doanh nghiệp|trang trại)"
    r"|[Hh]ộ (?:gia đình|nghèo|cận nghèo|kinh doanh|sản xuất|chăn nuôi|dân)"
    rf"(?:,? (?:hộ )?(?:cận nghèo|mới thoát nghèo))?)(?![{LETTERS}])"
    rf"(?:\s(?:tiêu biểu|trên địa bàn)(?![{LETTERS}]))?{_PLACE_AT_END}?"
    rf"|(?:Ban(?! (?:hành|bố|đầu|ngày|đêm|chỉ|quản|điều|của|các))|Tổ(?! chức)|Đội(?! ngũ)|Nhóm)"
    rf"(?:\s[{SMALL}]+){{1,5}}?{_PLACE_AT_END}(?=\s?[,;:(]|\s(?:{VERB.pattern}|và\s))"
    rf"|[Cc]án bộ(?! lãnh đạo| quản lý)(?:\s[{SMALL}]+){{1,3}}?{_PLACE_AT_END}"
    rf"(?=\s?[,;:(]|\s(?:{VERB.pattern}))"
)
# What sets some of the people apart, before what they do
WHOSE = re.compile(
    r"\s(?:được (?:phân công |giao |cử )(?:phụ trách|theo dõi|dự sinh hoạt)"
    r"|được giao(?= khoán| rừng| đất)|được vay(?= vốn)|được hỗ trợ(?= vốn)"
    r"|giữ chức vụ lãnh đạo(?:, quản lý)?|giữ chức vụ)"
    rf"(?:\s[{LETTERS}]+){{0,6}}?(?=\s(?:{VERB.pattern}|phải|cần))"
)
# Of those whose trade a verb names: "Các doanh nghiệp chế biến gỗ"
TRADE = re.compile(
    r"\s(?:khám bệnh, chữa bệnh|khám chữa bệnh"
    r"|chế biến|bảo trì|khai thác|kinh doanh|vận tải|vận chuyển|sản xuất|chăn nuôi|thu mua"
    r"|nuôi trồng|nuôi|trồng|cung ứng|cung cấp|đánh bắt|giết mổ|sử dụng)"
    rf"(?:\s[{LETTERS}]+){{0,5}}?(?=\s(?:{VERB.pattern}|phải|cần))"
)
OF_TRADE = re.compile(
    r"(?:doanh nghiệp|hợp tác xã|công ty|cơ sở|hộ|hộ dân|hộ gia đình|tổ chức|cá nhân)$"
)
COMRADES = re.compile(
    r"(?:[Cc]ác|[Tt]ừng|[Mm]ỗi)(?: đồng chí| ông, bà|(?=\s(?:Phó\s|Ủy viên|Trưởng)))"
    rf"(?=\s+(?:[{CAPITALS}]|còn lại(?![{LETTERS}])|thành viên|ủy viên|cấp ủy viên|bí thư))"
)
OF_PLACES = re.compile(
    rf"(?:UBND|Ủy ban nhân dân|Đảng ủy|HĐND|Mặt trận|MTTQ|Công an|Đảng bộ|Chi bộ"
    rf"|Ban công tác Mặt trận|Trưởng)"
    rf" (?:các )?{_NOUN}(?:\s*,\s*{_NOUN})*(?:\s+và\s+{_NOUN})?{_QUALIFIER}"
    # "Ủy ban nhân dân xã" of a place with a name is one body
    rf"(?!\s[{CAPITALS}])"
    rf"|(?:[Nn]gười đứng đầu|[Tt]hủ trưởng) {_NOUN}(?:\s*,\s*{_NOUN})+{_QUALIFIER}"
)
WORD = re.compile(r"\s*([^\s,;:.()“”\"…]+(?:\.(?=\w))?)")
AND = re.compile(r"\s*(?:,\s*và|;\s*và|,|;|và|cùng(?: với)?|&|/)\s+", re.IGNORECASE)
# Within a list; at its beginning it is what a committee does
LEADERS = re.compile(
    r"lãnh đạo\s+(?=UBND|HĐND|Ủy ban|Hội đồng|Đảng ủy|Huyện ủy|Tỉnh ủy|Ban|Văn phòng|Sở|Phòng)"
)
