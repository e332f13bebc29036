/* The thread of an entry: says when it could not be fetched or sent; what was typed stays. */

import "./app.js";

const partOf = (element) => element?.closest?.(".comments, [data-thread]");
const LOST = "Mất kết nối với máy chủ. Nội dung vẫn còn ở ô bên dưới; hãy thử lại khi có mạng.";
const ENDED = "Phiên làm việc đã hết. Hãy chép nội dung vừa gõ, tải lại trang và đăng nhập.";
const FAILED = "Máy chủ chưa làm được việc vừa yêu cầu. Hãy tải lại trang rồi thử lại.";

function say(part, words) {
  const note = part.querySelector("[data-comment-note]");
  note.querySelector("span").textContent = words;
  note.hidden = false;
}

document.addEventListener("htmx:sendError", (event) => {
  const part = partOf(event.detail.elt);
  if (part) say(part, LOST);
});
document.addEventListener("htmx:responseError", (event) => {
  const part = partOf(event.detail.elt);
  if (part) say(part, event.detail.xhr.status === 401 ? ENDED : FAILED);
});
