"""Invented, plausible sentences of demo units, one per task of Plan 126.

{n}, {m} and {p} are replaced by a small number, a larger number and a percentage. None of the
sentences says more than the state that stands beside it: `tracker.demo.telling` adds that.
"""

# Recurring and continuous tasks: what was done in the period, whether or not it is all of it
RESULTS = {
    "1.1": "Đã tổ chức {n} hội nghị quán triệt Kết luận số 21-KL/TW; {m} đảng viên tham dự, đạt {p}% số đảng viên phải dự.",
    "1.2": "Đã phổ biến Quy định số 37-QĐ/TW trong sinh hoạt chi bộ; {p}% đảng viên ký cam kết; kiểm tra {n} tổ chức đảng, không phát hiện vi phạm phải xử lý.",
    "1.3": "{p}% chi bộ sinh hoạt chuyên đề học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh; có {n} mô hình mới được công nhận.",
    "1.4": "{p}% cơ quan đã niêm yết quy tắc ứng xử; kiểm tra {n} lượt về văn hóa công vụ, nhắc nhở 02 trường hợp.",
    "1.5": "{p}% cơ quan, đơn vị đăng ký thi đua thực hiện văn hóa công sở; biểu dương {n} tập thể.",
    "1.6": "Đã cụ thể hóa {n} văn bản của cấp trên về cải thiện môi trường đầu tư; tổ chức 01 hội nghị gặp mặt doanh nghiệp với {m} lượt tham dự.",
    "2.1": "Rà soát {m} văn bản quy phạm pháp luật, kiến nghị bãi bỏ {n} văn bản; {p}% văn bản thuộc diện rà soát đã xử lý.",
    "2.2": "Rà soát {m} thủ tục hành chính, đề xuất đơn giản hóa {n} thủ tục; phương án đã gửi Ủy ban nhân dân tỉnh.",
    "2.3": "{p}% văn bản điện tử được ký số (trừ văn bản mật); {m} hồ sơ công việc xử lý trên môi trường mạng.",
    "2.4": "Thu {m} phiếu đánh giá tại Bộ phận tiếp nhận và trả kết quả; mức độ hài lòng đạt {p}%.",
    "2.5": "Chấm điểm giải quyết thủ tục hành chính quý; {n} đơn vị xếp loại tốt, tỷ lệ đúng hạn bình quân {p}%.",
    "2.6": "Thực hiện {n} nhóm nhiệm vụ được phân cấp, ủy quyền; {p}% hoàn thành đúng hạn.",
    "2.7": "Đã đề xuất phân cấp {n} nhóm việc, giảm 01 khâu trung gian trong giải quyết thủ tục đất đai.",
    "2.8": "Niêm yết công khai {p}% thủ tục hành chính; hồ sơ trực tuyến {m} hồ sơ; không có phản ánh về gây phiền hà.",
    "2.9": "Ban hành kế hoạch cải thiện {n} chỉ số thành phần; tham mưu {m} giải pháp, {p}% đã triển khai.",
    "3.2": "Kiểm tra công vụ tại {n} cơ quan; {p}% tồn tại đã được khắc phục sau kiểm tra.",
    "3.3": "Xây dựng báo cáo chuyên đề về {n} tiêu chí thành phần, đề xuất {m} giải pháp phù hợp với địa phương.",
    "3.5": "{p}% cán bộ, công chức, viên chức đăng ký thực hiện phương châm “năm có, ba không”; không có vi phạm đạo đức công vụ.",
    "3.6": "Hỗ trợ {m} lượt doanh nghiệp nhỏ và vừa; {n} doanh nghiệp thành lập mới; mức độ hài lòng {p}%.",
    "3.7": "Giải quyết {n} vướng mắc của nhà đầu tư; {p}% thủ tục đầu tư giải quyết đúng hạn.",
    "4.2": "Đánh giá kết quả thực hiện nhiệm vụ hằng tháng đối với {p}% cán bộ, công chức; đã điều chỉnh phân công {n} trường hợp.",
    "4.3": "{p}% người đứng đầu cấp ủy, cơ quan ký cam kết nêu gương năm nay.",
    "4.4": "Đã hướng dẫn và tổng hợp kết quả xếp loại của {m} tổ chức đảng; {p}% hoàn thành tốt nhiệm vụ trở lên.",
    "4.5": "Xử lý {n} trường hợp đúng thời hạn quy định (số liệu tổng hợp); không để đơn thư tồn đọng.",
    "4.6": "Chuyển đổi vị trí công tác {n} trường hợp theo kế hoạch.",
    "4.7": "Khen thưởng {n} tập thể và {m} cá nhân có thành tích trong cải cách hành chính.",
    "5.1": "Giải quyết {m} hồ sơ liên thông, {p}% đúng hạn; đã ký {n} quy chế phối hợp.",
    "5.5": "Tổ chức {n} cuộc đối thoại với người dân, doanh nghiệp; tiếp thu {m} ý kiến, đã trả lời {p}%.",
    "5.7": "Rà soát cơ sở vật chất tại {n} Bộ phận Một cửa; số hóa {p}% hồ sơ.",
    "5.8": "Bố trí {m} triệu đồng cho cải cách hành chính, chuyển đổi số; giải ngân {p}%.",
    "5.9": "Thực hiện {n} cuộc kiểm tra, giám sát; {p}% kết luận đã được thực hiện.",
    "5.10": "Xem xét trách nhiệm người đứng đầu trong {n} vụ việc (số liệu tổng hợp).",
    "III.2.1": "Ban hành kế hoạch giám sát năm; thực hiện {n} cuộc giám sát chuyên đề, {p}% kiến nghị được tiếp thu.",
    "III.3.2": "Giao {m} nhiệm vụ cải cách hành chính năm cho các cơ quan, đơn vị; tổ chức {n} cuộc họp giao ban.",
    "III.3.3": "Công nhận {n} mô hình, cách làm hay về cải cách hành chính.",
    "III.4.1": "Chủ trì {n} hội nghị phản biện, gửi {m} ý kiến; {p}% được tiếp thu.",
    "III.4.2": "Đăng {n} tin, bài; tổ chức tuyên truyền cho {m} lượt đoàn viên, hội viên và Nhân dân.",
    "III.5.1": "Ban hành {n} văn bản đôn đốc; {p}% đơn vị gửi báo cáo đúng hạn.",
    "III.5.2": "Tham mưu Ban Thường vụ Huyện ủy {n} nội dung sơ kết theo kế hoạch.",
}
RESULT_OF_A_PERIOD = "Đã thực hiện {n} đợt theo kế hoạch của kỳ, với {m} lượt người tham gia."

# Tasks with an indicator tell its number: {value}, or {part} of {whole}
FIGURES = {
    "3.4": "Từ đầu kế hoạch đến nay đã mở {value} lớp bồi dưỡng nghiệp vụ; trong kỳ có {m} lượt học viên.",
    "4.1": "Thực hiện {value} cuộc kiểm tra nội bộ theo kế hoạch.",
    "5.2": "Giải quyết {whole} hồ sơ, trong đó {part} hồ sơ đúng hạn, trước hạn; toàn bộ thủ tục có quy trình nội bộ.",
    "5.3": "Có {whole} hồ sơ trễ hẹn; {part} hồ sơ đã có văn bản xin lỗi và hẹn lại ngày trả kết quả.",
    "5.4": "Tiếp nhận {value} phản ánh, kiến nghị; {p}% được trả lời đúng hạn.",
    "5.6": "Tiếp nhận {whole} hồ sơ, trong đó {part} hồ sơ nộp trực tuyến; triển khai {n} phần mềm dùng chung.",
    "5.11": "Niêm yết nội dung “4 xin, 4 luôn” tại nơi tiếp dân; thu {whole} phiếu hợp lệ, {part} phiếu hài lòng.",
    "III.4.3": "Phát hành {whole} văn bản đi, ký số {part} văn bản.",
}
FIGURE_OF_ZERO = {"4.1": "Theo kế hoạch, trong kỳ không có cuộc kiểm tra nội bộ nào."}
FIGURE_NOT_APPLICABLE = "Trong kỳ không có hồ sơ trễ hẹn phải xin lỗi."
FIGURE_MISSING = "Triển khai theo kế hoạch; số liệu của kỳ đang được tổng hợp."

# One-off tasks: while they are under way, at {percent}, and when they are done
UNDER_WAY = {
    "3.1": "Đang dự thảo quy chế làm việc và thông báo phân công nhiệm vụ, ước đạt {percent}% khối lượng.",
    "III.1.1": "Tổ chức {n} hội nghị quán triệt Chỉ thị số 35-CT/TU và Kế hoạch; {percent}% cán bộ, đảng viên đã được quán triệt.",
    "III.1.2": "Đang dự thảo kế hoạch triển khai thực hiện tại đơn vị, ước đạt {percent}% khối lượng.",
    "III.3.1": "Đang xây dựng kế hoạch triển khai, dự kiến bố trí {m} triệu đồng; ước đạt {percent}% khối lượng.",
    "III.5.3": "Đang chuẩn bị đề cương tổng kết việc thực hiện Kế hoạch, ước đạt {percent}% khối lượng.",
}
DONE = {
    "3.1": "Đã ban hành quy chế làm việc và thông báo phân công nhiệm vụ; toàn bộ cán bộ, công chức có bảng mô tả công việc.",
    "III.1.1": "Đã quán triệt Chỉ thị số 35-CT/TU và Kế hoạch đến toàn bộ {m} cán bộ, đảng viên.",
    "III.1.2": "Đã ban hành kế hoạch triển khai thực hiện tại đơn vị.",
    "III.3.1": "Đã ban hành kế hoạch triển khai và bố trí {m} triệu đồng từ ngân sách huyện.",
    "III.5.3": "Đã hoàn thành báo cáo tổng kết việc thực hiện Kế hoạch.",
}
# Of tasks that have no sentence of their own
ANY_UNDER_WAY = "Đã thực hiện {percent}% khối lượng công việc."
ANY_DONE = "Đã hoàn thành toàn bộ công việc được giao."

DONE_IN_PERIOD = " Đã thực hiện đạt yêu cầu trong kỳ."
GOING_ON = " Các việc còn lại của kỳ đang tiếp tục thực hiện."

OBSTACLES = (
    "Kinh phí bố trí cho chuyển đổi số còn hạn chế, trang thiết bị tại Bộ phận Một cửa xuống cấp.",
    "Một bộ phận người dân, nhất là người cao tuổi, chưa quen nộp hồ sơ trực tuyến.",
    "Phần mềm một cửa điện tử có lúc chậm, đồng bộ dữ liệu giữa các hệ thống chưa ổn định.",
    "Cán bộ phụ trách cải cách hành chính kiêm nhiệm nhiều việc.",
    "Một số nội dung của cấp trên hướng dẫn chậm, đơn vị lúng túng khi thực hiện.",
    "Việc phối hợp xử lý hồ sơ liên thông giữa các cơ quan có lúc chưa kịp thời.",
)
RECOMMENDATIONS = (
    "Đề nghị cấp huyện bố trí kinh phí thay máy quét, máy tính tại Bộ phận Một cửa.",
    "Đề nghị tổ chức tập huấn kỹ năng số cho cán bộ, công chức cấp xã.",
    "Đề nghị nâng cấp đường truyền và phần mềm một cửa điện tử.",
    "Đề nghị có hướng dẫn thống nhất cách chấm điểm phương châm phục vụ.",
    "Đề nghị bổ sung biên chế phụ trách công nghệ thông tin.",
)
RETURN_REASONS = (
    "Kết quả nêu chung chung, đề nghị bổ sung số liệu cụ thể trong kỳ và số hiệu văn bản.",
    "Số liệu chưa khớp với kỳ trước, đề nghị đối chiếu và giải trình.",
    "Chưa có minh chứng cho nội dung đã báo cáo hoàn thành.",
)
NO_EVIDENCE = RETURN_REASONS[2]
RETURNED_AS_NOT_STARTED = "Đề nghị nêu lý do chưa triển khai và thời gian bắt đầu thực hiện."
RETURNED_AS_NOTHING_AROSE = (
    "Đề nghị đối chiếu với sổ theo dõi và nêu căn cứ xác định không phát sinh."
)
ANSWER = " Bổ sung theo yêu cầu: số liệu tính từ ngày đầu kỳ đến ngày cuối kỳ, đã đối chiếu với sổ theo dõi của đơn vị."
ANSWER_WITH_EVIDENCE = " Bổ sung theo yêu cầu: đã ghi văn bản làm minh chứng."
ANSWER_OF_NOT_STARTED = "Đơn vị chờ hướng dẫn về mẫu biểu, sẽ triển khai từ đầu kỳ sau."
ANSWER_OF_NOTHING_AROSE = " Đã đối chiếu với sổ theo dõi của đơn vị, xác nhận không phát sinh."
NOTHING_AROSE = "Trong kỳ không phát sinh hồ sơ, vụ việc thuộc nội dung này."
EVIDENCE_SUBJECTS = (
    "Báo cáo kết quả thực hiện nhiệm vụ trong kỳ",
    "Kế hoạch triển khai thực hiện",
    "Thông báo kết luận cuộc họp giao ban",
    "Biên bản kiểm tra nội bộ",
)
FAMILY_NAMES = ("Trần", "Lê", "Phan", "Võ", "Hồ", "Cáp", "Đặng", "Bùi", "Nguyễn", "Đoàn", "Văn")
MIDDLE_NAMES = ("Minh", "Thị Thu", "Quốc", "Hữu", "Thị Ngọc", "Đức", "Thanh", "Thị Mỹ", "Anh")
GIVEN_NAMES = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hà",
    "Khánh",
    "Lâm",
    "Nhung",
    "Phúc",
    "Quyên",
    "Sơn",
    "Trang",
    "Uyên",
    "Vinh",
)
# Parts that the office writes into the issued review
REVIEW_PARTS = {
    "IV.1": (
        "Cấp ủy, tổ chức đảng, chính quyền các cấp đã triển khai Kế hoạch nghiêm túc; kỷ luật, kỷ "
        "cương hành chính được giữ vững; việc báo cáo dần đi vào nền nếp."
    ),
    "IV.2": (
        "Một số đơn vị gửi báo cáo chậm, nội dung còn chung chung; việc số hóa hồ sơ ở vài xã chưa "
        "đạt yêu cầu; công tác tự kiểm tra có nơi còn hình thức."
    ),
    "IV.3.a": "Cơ sở vật chất, đường truyền tại một số Bộ phận Một cửa còn hạn chế.",
    "IV.3.b": "Người đứng đầu một số đơn vị chưa thường xuyên kiểm tra, đôn đốc.",
    "2.I": (
        "Tập trung khắc phục các nhiệm vụ quá hạn; gắn trách nhiệm người đứng đầu với kết quả cải "
        "cách hành chính; duy trì đối thoại với người dân, doanh nghiệp."
    ),
    "2.II.1": "Sớm hoàn thiện quy định về liên thông thủ tục hành chính.",
    "2.II.2": "Hỗ trợ kinh phí nâng cấp Bộ phận Một cửa cấp xã.",
    "2.II.3": "Thực hiện đúng thời hạn gửi báo cáo và chất lượng minh chứng.",
}

# Questions of the office about a result, with answers of the unit (empty: no answer yet)
TALKS = (
    (
        "Đề nghị đơn vị cho biết văn bản kèm theo kết quả này và người theo dõi ở đơn vị.",
        "Kèm theo là biên bản số 08-BB/UBND (demo); công chức Văn phòng - Thống kê theo dõi.",
    ),
    ("Kết quả này đã tính cả thôn mới sáp nhập chưa, đề nghị đơn vị xác nhận.", ""),
)

# What co-ordinating units did, for the lead of the task
CONTRIBUTIONS = (
    "Đã cử 3 cán bộ tham gia tổ kiểm tra, rà soát 42 hồ sơ cùng đơn vị chủ trì.",
    "Đã phối hợp tập huấn cho 45 cán bộ, công chức; gửi danh sách và tài liệu kèm theo.",
    "Đã tuyên truyền tại 6 buổi sinh hoạt chi bộ với 210 lượt đảng viên dự.",
    "Đã cung cấp số liệu của đơn vị; còn 2 nội dung chờ thống nhất với đơn vị chủ trì.",
    "Đã góp ý bằng văn bản đối với dự thảo quy chế phối hợp, đề nghị bổ sung thời hạn trả lời.",
)
