/* Evidence by its number that did not reach the server: said, kept, and sent again. */

import { htmx } from "../lib/htmx.js";
import { articleOf } from "./forms.js";

const LOST =
  "Chưa thêm: mất kết nối. Nội dung được giữ trên máy này và sẽ tự thêm khi có mạng trở lại.";
const EXPIRED =
  "Chưa thêm: phiên làm việc đã hết. Nội dung được giữ trên máy này và sẽ trở lại sau khi đăng nhập.";
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;

const lost = new Set();
let pause = FIRST_PAUSE;
let timer = null;

const isEvidenceForm = (element) => Boolean(element?.matches?.("[data-evidence-form]"));
const isUnreached = (status) => status === 0 || status === 429 || status >= 500;

function say(form, message, link) {
  form.querySelector("[data-lost-note]")?.remove();
  if (!message) return;
  const note = document.createElement("p");
  note.className = "field__error";
  note.dataset.lostNote = "";
  note.setAttribute("role", "alert");
  form.append(note);
  note.append(message, ...(link ? [" ", link] : []));
}

function linkToLogIn(form) {
  const link = document.createElement("a");
  const here = `${window.location.pathname}#${articleOf(form).id}`;
  link.href = `${form.closest("[data-filing]").dataset.logIn}?next=${encodeURIComponent(here)}`;
  link.textContent = "Đăng nhập lại";
  return link;
}

function retry() {
  window.clearTimeout(timer);
  timer = null;
  for (const form of lost) {
    lost.delete(form);
    if (form.isConnected) htmx.trigger(form, "submit");
  }
}

function retryLater() {
  if (timer) return;
  timer = window.setTimeout(retry, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

document.addEventListener("htmx:afterRequest", (event) => {
  const { requestConfig, xhr } = event.detail;
  const form = requestConfig.elt;
  if (!isEvidenceForm(form)) return;
  if (isUnreached(xhr.status)) {
    lost.add(form);
    say(form, LOST);
    retryLater();
    return;
  }
  lost.delete(form);
  if (xhr.status === 200 || xhr.status === 422) {
    pause = FIRST_PAUSE;
    say(form, "");
  } else {
    say(form, EXPIRED, linkToLogIn(form));
  }
});

window.addEventListener("online", () => {
  pause = FIRST_PAUSE;
  retry();
});
