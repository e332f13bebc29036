"""Sentences that belong to the form of a document and give nothing to do."""

import re

CLOSING = re.compile(
    r"(?:Trên đây là|(?:Trong quá|Quá) trình (?:triển khai|tổ chức|thực hiện)"
    r"|Nhận được (?:Kế hoạch|Chương trình|Kết luận)"
    r"|(?:Kế hoạch|Chỉ thị|Đề án|Nghị quyết|Hướng dẫn|Quy chế) này"
    r" (?:được (?!giao|đưa)|có hiệu lực|thay thế|phổ biến)"
    r"|Chương trình (?:hành động )?này (?:được|có|phổ biến)|Kết luận này"
    # The formula that asks all to carry out what was said
    r"|Căn cứ [^,;.]{3,60} này,[^;.]{3,120} (?:triển khai|tổ chức|nghiêm túc)(?: triển khai)?"
    r" thực hiện\.?$"
    # "(Phân công chi tiết tại Phụ lục kèm theo)" leads to a table, in brackets or without
    r"|\(?[^()]{0,80}(?:tại|[Tt]heo|ở|trong) (?:[Cc]ác )?(?:[Pp]hụ lục|[Bb]iểu)[^()]{0,40}"
    r"(?:kèm theo|đính kèm)[^()]{0,40}\)?\.?$"
    r"|[^.;]{0,300}\b(?:nêu|quy định|thể hiện|trình bày|xác định|ban hành|chi tiết)"
    r"(?: cụ thể| chi tiết)? (?:tại|theo|ở|trong) (?:[Cc]ác )?(?:[Pp]hụ lục|[Bb]iểu|[Dd]anh mục)"
    r"[^.;]{0,80}\.?$"
    # "Phân công thực hiện theo bảng sau" leads to one below
    r"|[^.;()]{0,80}(?:tại|[Tt]heo|ở|trong) (?:[Bb]ảng|[Bb]iểu|[Dd]anh mục)"
    r" (?:sau|dưới)(?: đây)?\s*[:.]?$"
    r"|[Yy]êu cầu các .{3,120}nghiêm túc (?:thực hiện|triển khai))"
)
