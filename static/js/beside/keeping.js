/* Text typed into a form beside an entry, kept in this browser until its button was pressed. */

import { unfold } from "../lib/fields.js";
import { all, drop, keep, read } from "../lib/storage.js";
import { articleOf, besideFormOf, besideFormsIn, isBeside, isFilled, textsOf } from "./forms.js";

const page = document.querySelector("[data-filing]");
const PREFIX = `filing:${page?.dataset.filing}:beside:`;
const LEFT =
  "Nội dung bạn nhập ở mục này mà chưa bấm nút thêm, nay mục này không nhận nữa. Hãy sao chép lại nếu cần:";

const pathOf = (form) => form.getAttribute("action");
const keyOf = (form) => PREFIX + pathOf(form);

function store(form) {
  const texts = textsOf(form).map((field) => [field.name, field.value]);
  const told = textsOf(form)
    .filter((field) => field.value.trim())
    .map((field) => `${field.labels[0]?.textContent.trim()}: ${field.value.trim()}`);
  const draft = { entry: articleOf(form).id, fields: Object.fromEntries(texts), told };
  if (isFilled(form)) keep(keyOf(form), draft);
  else drop(keyOf(form));
}

// On a slow connection people type before scripts are there to hear it.
function restore(form) {
  if (isFilled(form)) {
    store(form);
    return;
  }
  const draft = read(keyOf(form));
  if (!draft) return;
  for (const field of textsOf(form)) field.value = draft.fields[field.name] ?? "";
  unfold(form);
}

function showLeft(key, { entry, told }) {
  const article = document.getElementById(entry);
  if (!article) return;
  const box = document.createElement("div");
  box.className = "alert alert--warn left-over";
  const content = document.createElement("div");
  for (const [text, style] of [[LEFT, ""], ...told.map((line) => [line, "typed"])]) {
    const line = document.createElement("p");
    line.className = style;
    line.textContent = text;
    content.append(line);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small";
  button.textContent = "Bỏ nội dung này";
  button.addEventListener("click", () => {
    drop(key);
    box.remove();
  });
  content.append(button);
  box.append(content);
  article.querySelector(".entry-head").after(box);
}

/* Drafts whose form is not on the page: a thread that opens, or a section that takes no more. */
function takeUp(key, draft) {
  const path = key.slice(PREFIX.length);
  if (document.querySelector(`form[action="${path}"]`)) return;
  const article = document.getElementById(draft.entry);
  const thread = article?.querySelector("details.thread");
  if (path.endsWith("/comments/add/") && thread) thread.open = true;
  else showLeft(key, draft);
}

if (page) {
  document.addEventListener("input", (event) => {
    const form = besideFormOf(event.target);
    if (form) store(form);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { requestConfig, xhr } = event.detail;
    if (isBeside(requestConfig.elt) && xhr.status === 200) drop(keyOf(requestConfig.elt));
  });
  document.addEventListener("evidence:taken", ({ detail: { form } }) => {
    if (isBeside(form)) drop(keyOf(form));
  });
  // A plain submission carries the text itself.
  document.addEventListener("submit", (event) => {
    if (isBeside(event.target) && !event.defaultPrevented) drop(keyOf(event.target));
  });
  document.addEventListener("htmx:load", (event) => {
    for (const form of besideFormsIn(event.detail.elt)) restore(form);
  });
  for (const form of besideFormsIn(document)) restore(form);
  for (const [key, draft] of all(PREFIX)) takeUp(key, draft);
}
