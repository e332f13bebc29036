/* Comments on an entry: report a failed request; the typed text stays in its field. */

import "./app.js";

const LOST = "Mất kết nối với máy chủ. Nội dung vẫn còn ở ô bên dưới; hãy thử lại khi có mạng.";
const EXPIRED = "Phiên làm việc đã hết. Hãy chép nội dung vừa gõ, tải lại trang và đăng nhập.";
const FAILED = "Máy chủ chưa làm được việc vừa yêu cầu. Hãy tải lại trang rồi thử lại.";

function report(element, message) {
  const thread = element?.closest?.(".comments, [data-thread]");
  if (!thread) return;
  const alert = thread.querySelector("[data-comment-note]");
  alert.querySelector("span").textContent = message;
  alert.hidden = false;
}

document.addEventListener("htmx:sendError", (event) => report(event.detail.elt, LOST));

document.addEventListener("htmx:responseError", (event) => {
  const { elt, xhr } = event.detail;
  report(elt, xhr.status === 401 ? EXPIRED : FAILED);
});
