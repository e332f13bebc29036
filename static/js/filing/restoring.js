/* Restore drafts into their forms; show those that no field can take, so that they can be copied. */

import { isTicked } from "../lib/fields.js";
import * as drafts from "./drafts.js";

const OTHER_WINDOW =
  "Nội dung bạn gõ ở cửa sổ khác trên máy này, chưa lưu. Hãy sao chép lại nếu cần:";
const NO_FORM =
  "Nội dung bạn gõ trên máy này chưa kịp lưu, nay mục này không sửa được. Hãy sao chép lại nếu cần:";

function put(form, draft) {
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = field.name in draft;
    else if (!(field.name in draft) || field.type === "hidden") continue;
    else if (field.type === "radio") field.checked = field.value === draft[field.name];
    else field.value = draft[field.name];
  }
}

function differs(field, draft) {
  if (field.type === "checkbox") return field.checked !== field.name in draft;
  if (!(field.name in draft) || field.type === "hidden" || !drafts.isKept(field.name)) return false;
  if (isTicked(field)) return field.checked && field.value !== draft[field.name];
  return field.value !== draft[field.name];
}

const isNews = (form, draft) => [...form.elements].some((field) => differs(field, draft));

function paragraph(text, className = "") {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = className;
  return made;
}

function show(article, reason, key, draft) {
  const box = document.createElement("div");
  box.className = "alert alert--warn left-over";
  const content = document.createElement("div");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small";
  button.textContent = "Bỏ nội dung này";
  button.addEventListener("click", () => {
    drafts.remove(key);
    box.remove();
  });
  content.append(paragraph(reason), ...draft.told.map((line) => paragraph(line, "typed")), button);
  box.append(content);
  article.querySelector(".entry-head").after(box);
}

// The version that the draft began with goes along: the server then sees what changed since.
function putWithVersion(form, draft) {
  put(form, draft);
  for (const name of ["version", "base"]) {
    if (name in draft) form.querySelector(`[name=${name}]`).value = draft[name];
  }
}

/* Put the latest draft into `form` and show the others. True where it changed a field. */
export function restore(form) {
  const [latest, ...others] = drafts.find(form, form.dataset.entry);
  if (!latest) return false;
  const [latestKey, latestDraft] = latest;
  const isChanged = isNews(form, latestDraft);
  if (isChanged) putWithVersion(form, latestDraft);
  // From now on it is this window's own draft, under another key.
  if (!isChanged || drafts.keep(form)) drafts.remove(latestKey);
  for (const [key, draft] of others) {
    if (isNews(form, draft) && draft.told.length) {
      show(form.closest(".entry"), OTHER_WINDOW, key, draft);
    } else {
      drafts.remove(key);
    }
  }
  return isChanged;
}

/* Show all drafts of a section without a form: it was sent or closed meanwhile. */
export function showAll(article) {
  const entry = article.id.replace("entry-", "");
  for (const [key, draft] of drafts.find(article, entry)) {
    if (draft.answering || !draft.told.length) drafts.remove(key);
    else show(article, NO_FORM, key, draft);
  }
}
