"""Answers of the loop itself, before a request has reached the product."""

from http import HTTPStatus

SENTENCES = {
    HTTPStatus.REQUEST_TIMEOUT: "Đường truyền quá chậm hoặc bị ngắt giữa chừng; mời thử gửi lại.",
    HTTPStatus.LENGTH_REQUIRED: "Yêu cầu không nêu độ dài nên không nhận được.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "Địa chỉ hoặc phần đầu của yêu cầu quá dài.",
    HTTPStatus.INSUFFICIENT_STORAGE: (
        "Máy chủ đã hết chỗ để nhận dữ liệu gửi lên; mời báo Văn phòng rồi thử lại sau."
    ),
}
PAGE = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>{0}</title><p>{0}</p></html>'


def refusal(status: HTTPStatus) -> bytes:
    """A whole response, after which the connection is closed."""
    page = PAGE.format(SENTENCES[status]).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    return head.encode() + page
