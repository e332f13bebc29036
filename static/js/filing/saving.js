/* The filing page: says what is not saved yet, keeps it (see drafts.js), and tries again.
   Everything here has a plain form behind it. */

import { htmx } from "../lib/htmx.js";
import * as drafts from "./drafts.js";

const FIRST_PAUSE = 4000;
const LONGEST_PAUSE = 60000;
const LONGEST_REQUEST = 20000;
const unsaved = new Map(); // form -> number of changes not yet acknowledged
const lost = new Set(); // forms whose save did not reach the server: tried again, one by one
const unkept = new Set(); // forms whose text found no room in the browser
const isEntry = (element) => Boolean(element?.matches?.("form[data-entry]"));
const formOf = (element) => element.closest("form[data-entry]");
const stateOf = (form) => form.querySelector(".save-state");
const isMerging = (form) => Boolean(form.querySelector("[data-merge]"));

function say(form, words, style, link) {
  const state = stateOf(form);
  for (const child of [...state.children]) {
    if (child.type !== "hidden" && !child.matches("[data-merge]")) child.remove();
  }
  const line = document.createElement("span");
  line.className = `saved-state saved-state--${style}`;
  line.textContent = words;
  if (link) line.append(" ", link);
  state.append(line);
}

function keep(form, more) {
  if (drafts.keep(form, more)) unkept.delete(form);
  else unkept.add(form); // no room: then the page alone holds it, and is told to stay open
}

function touch(form) {
  unsaved.set(form, (unsaved.get(form) || 0) + 1);
  form.dataset.unsaved = "";
  keep(form);
  if (isMerging(form) || lost.has(form)) return;
  say(form, unkept.has(form) ? "Chưa lưu (trình duyệt không giữ tạm được, đừng đóng trang)" : "Chưa lưu", "pending");
}

function settle(form) {
  unsaved.delete(form);
  lost.delete(form);
  delete form.dataset.unsaved;
}

// Text that a lost line, an ended session or a closed window left behind comes back.
function restore(form) {
  if (!drafts.restore(form)) return;
  unsaved.set(form, 1);
  form.dataset.unsaved = "";
  lost.add(form);
  say(form, "Đã lấy lại nội dung chưa lưu trên máy này, đang lưu…", "pending");
}

// Saving, and trying again: one form after the other, with a growing pause

let pause = FIRST_PAUSE;
let timer = null;

function saveNext() {
  const form = [...lost].find((one) => one.isConnected && !isMerging(one));
  if (form) htmx.trigger(form, "save-now");
}

function tryLater() {
  if (timer) return;
  timer = window.setTimeout(() => { timer = null; saveNext(); }, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

function tryNow() {
  window.clearTimeout(timer);
  timer = null;
  pause = FIRST_PAUSE;
  saveNext();
}

function acknowledged(form) {
  if (String(unsaved.get(form) || 0) === form.dataset.sent) {
    settle(form);
    drafts.forget(form);
  } else {
    keep(form); // typed on meanwhile: from the version that is saved now
  }
  lost.delete(form);
  tryNow();
  sendIfWaiting();
}

function notReached(form) {
  lost.add(form);
  say(form, unkept.has(form)
    ? "Chưa lưu: mất kết nối. Trình duyệt không giữ tạm được, hãy để trang này mở; nội dung sẽ tự lưu lại."
    : "Chưa lưu: mất kết nối. Nội dung được giữ trên máy này và sẽ tự lưu lại.", "error");
  tryLater();
}

let leaving = false;
function loggedOut(form) {
  lost.delete(form);
  const link = document.createElement("a");
  const here = `${window.location.pathname}#entry-${form.dataset.entry}`;
  link.href = `${form.closest("[data-filing]").dataset.logIn}?next=${encodeURIComponent(here)}`;
  link.textContent = "Đăng nhập lại";
  link.addEventListener("click", () => { leaving = !unkept.size; });
  say(form, unkept.has(form)
    ? "Chưa lưu: phiên làm việc đã hết. Trình duyệt không giữ tạm được, hãy sao chép nội dung trước khi đăng nhập."
    : "Chưa lưu: phiên làm việc đã hết. Nội dung được giữ trên máy này và sẽ trở lại sau khi đăng nhập.", "error", link);
}

document.addEventListener("input", (event) => {
  const form = formOf(event.target);
  if (form) touch(form);
});
document.addEventListener("change", (event) => {
  const form = formOf(event.target);
  if (form && !unsaved.has(form)) touch(form);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (!isEntry(form)) return;
  // Somebody else saved meanwhile: nothing goes out until the person has decided.
  if (isMerging(form) && !("decided" in form.dataset)) { event.preventDefault(); return; }
  delete form.dataset.decided;
  form.dataset.sent = String(unsaved.get(form) || 0);
  event.detail.xhr.timeout = LONGEST_REQUEST;
});

const isOurs = (xhr) => xhr.responseText.includes("save-state");
document.addEventListener("htmx:beforeSwap", (event) => {
  if (isEntry(event.detail.requestConfig?.elt) && !isOurs(event.detail.xhr)) event.detail.shouldSwap = false;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (!isEntry(form)) return;
  const { xhr } = event.detail;
  if (xhr.status === 0 || xhr.status === 429 || xhr.status >= 500) notReached(form);
  else if (xhr.status === 200 && isOurs(xhr)) acknowledged(form);
  else if (xhr.status === 422 && isOurs(xhr)) { lost.delete(form); saveNext(); }
  else loggedOut(form);
});

document.addEventListener("click", (event) => {
  const save = event.target.closest("[data-save]");
  if (save) {
    event.preventDefault();
    const form = formOf(save);
    if (save.closest("[data-merge]")) form.dataset.decided = "";
    htmx.trigger(form, "save-now");
  }
  const take = event.target.closest("[data-take-previous]");
  if (take) {
    event.preventDefault();
    const form = formOf(take);
    form.querySelectorAll("[data-previous] [data-field]").forEach((given) => {
      const field = form.elements[given.dataset.field];
      if (!field.value.trim()) field.value = given.value ?? given.textContent;
    });
    touch(form);
    htmx.trigger(form, "save-now");
  }
});

// Sending waits until what was typed is saved.
let waiting = null;
function sendIfWaiting() {
  if (waiting && !unsaved.size) {
    const form = waiting;
    waiting = null;
    leaving = true;
    form.submit();
  }
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (isEntry(form)) {
    // A plain submission carries the text itself; the browser keeps it until it has arrived
    keep(form, { answering: true });
    settle(form);
    return;
  }
  if (!form.matches("[data-send]") || event.defaultPrevented || !unsaved.size) return;
  event.preventDefault();
  waiting = form;
  form.querySelector("[data-send-note]").textContent = "Đang lưu nốt nội dung vừa gõ rồi gửi…";
  unsaved.forEach((_, entry) => htmx.trigger(entry, "save-now"));
  window.setTimeout(() => {
    if (!waiting) return;
    waiting = null;
    form.querySelector("[data-send-note]").textContent = "Còn nội dung chưa lưu được. Hãy xem các mục có chữ “Chưa lưu”.";
  }, 8000);
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved.size && !leaving) event.preventDefault();
});
window.addEventListener("online", tryNow);

document.querySelectorAll("[data-filing]").forEach((filing) => filing.classList.add("is-live"));
if (window.matchMedia("(max-width: 64rem)").matches) {
  document.querySelectorAll("[data-side]").forEach((side) => { side.open = false; });
}
document.querySelectorAll("form[data-entry]").forEach(restore);
document.querySelectorAll("form[data-typed]").forEach((form) => {
  touch(form);
  lost.add(form);
});
document.querySelectorAll("article.entry").forEach((article) => {
  if (!article.querySelector("form[data-entry]")) drafts.showAll(article);
});
// htmx listens to the forms by then: its own listener was added first.
document.addEventListener("DOMContentLoaded", saveNext);
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-side] a");
  if (link && window.matchMedia("(max-width: 64rem)").matches) link.closest("details").open = false;
});
