/* Comments on an entry: report a failed request; the typed text stays in its field. */

import "./app.js";
import { htmx } from "./lib/htmx.js";

const LOST = "Mất kết nối với máy chủ. Nội dung vẫn còn ở ô bên dưới và sẽ tự gửi khi có mạng.";
const EXPIRED =
  "Phiên làm việc đã hết. Nội dung vẫn còn ở ô bên dưới và trở lại sau khi đăng nhập.";
const FAILED =
  "Máy chủ chưa làm được việc vừa yêu cầu. Hãy thử lại; nội dung vẫn còn ở ô bên dưới.";

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;

const lost = new Set();
let pause = FIRST_PAUSE;
let timer = null;

const isCommentForm = (element) => Boolean(element?.matches?.(".comment-form"));

// A plain submission leads to the log-in page, which carries the text.
function logInButton(form) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small";
  button.textContent = "Đăng nhập lại";
  button.addEventListener("click", () => {
    form.dispatchEvent(new Event("comment:carried", { bubbles: true }));
    form.submit();
  });
  return button;
}

function report(element, message, button) {
  const thread = element?.closest?.(".comments, [data-thread]");
  if (!thread) return;
  const alert = thread.querySelector("[data-comment-note]");
  alert.querySelector("span").replaceChildren(message, ...(button ? [" ", button] : []));
  alert.hidden = false;
}

function retry() {
  window.clearTimeout(timer);
  timer = null;
  for (const form of [...lost]) {
    lost.delete(form);
    if (form.isConnected) htmx.trigger(form, "submit");
  }
}

// The server may have been away, not the network: the browser tells only of the latter.
function retryLater() {
  timer ??= window.setTimeout(retry, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

document.addEventListener("htmx:sendError", (event) => {
  const { elt } = event.detail;
  report(elt, LOST);
  if (!isCommentForm(elt)) return;
  lost.add(elt);
  retryLater();
});

document.addEventListener("htmx:afterOnLoad", () => {
  pause = FIRST_PAUSE;
});

document.addEventListener("htmx:responseError", (event) => {
  const { elt, xhr } = event.detail;
  const isOver = xhr.status === 401 || xhr.status === 403;
  const button = isOver && isCommentForm(elt) ? logInButton(elt) : null;
  report(elt, isOver ? EXPIRED : FAILED, button);
});

window.addEventListener("online", () => {
  pause = FIRST_PAUSE;
  retry();
});
