/* What was typed on the filing page and is not saved yet, kept in this browser: for each person,
   section and window apart, so that two windows never write over each other's text. */

const NOT_KEPT = /^(csrfmiddlewaretoken|writer|seen|keep-.*)$/;
const WINDOW = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
const placeOf = (part, entry) => `filing:${part.closest("[data-filing]").dataset.filing}:${entry}:`;
const isTicked = (field) => ["checkbox", "radio"].includes(field.type);
const isChanged = (field) => (isTicked(field) ? field.checked && !field.defaultChecked : field.value !== field.defaultValue);

// What differs from what was saved, in words: for where there is no field to show it in.
function inWords(field) {
  const group = field.closest("[data-indicator], [role=radiogroup], fieldset");
  const name = group?.getAttribute("aria-label") || group?.querySelector(".indicator__name, legend")?.textContent;
  const words = isTicked(field) ? [] : [field.value];
  return [name, field.labels[0].textContent, ...words].filter(Boolean).map((part) => part.trim()).join(": ");
}

function told(form) {
  const fields = [...form.elements].filter((field) => field.labels?.length && !NOT_KEPT.test(field.name));
  const isFull = (field) => (isTicked(field) ? field.checked : field.value);
  return fields.filter("typed" in form.dataset ? isFull : isChanged).map(inWords);
}

// False where the browser has no room: then the page alone holds the text.
export function keep(form, more = {}) {
  const typed = { ...more, at: Date.now(), told: told(form) };
  new FormData(form).forEach((value, name) => { if (!NOT_KEPT.test(name)) typed[name] = value; });
  try {
    localStorage.setItem(placeOf(form, form.dataset.entry) + WINDOW, JSON.stringify(typed));
    return true;
  } catch { return false; }
}

function drop(key) {
  try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
}

export const forget = (form) => drop(placeOf(form, form.dataset.entry) + WINDOW);

// All that is kept of a section, the latest first: [its key, what was typed].
function found(part, entry) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(placeOf(part, entry)));
    return keys.map((key) => [key, JSON.parse(localStorage.getItem(key))]).sort((one, other) => other[1].at - one[1].at);
  } catch { return []; }
}

function put(form, typed) {
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = field.name in typed;
    else if (!(field.name in typed) || field.type === "hidden") continue;
    else if (field.type === "radio") field.checked = field.value === typed[field.name];
    else field.value = typed[field.name];
  }
}

function differs(form, typed) {
  return [...form.elements].some((field) => {
    if (field.type === "checkbox") return field.checked !== field.name in typed;
    if (!(field.name in typed) || field.type === "hidden" || NOT_KEPT.test(field.name)) return false;
    if (field.type === "radio") return field.checked && field.value !== typed[field.name];
    return field.value !== typed[field.name];
  });
}

// What cannot go into the fields can still be copied.
function show(article, reason, [key, typed]) {
  const box = document.createElement("div");
  box.className = "alert alert--warn left-over";
  const words = document.createElement("div");
  [reason, ...typed.told].forEach((line, number) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    if (number) paragraph.className = "typed";
    words.append(paragraph);
  });
  const done = document.createElement("button");
  done.type = "button";
  done.className = "button button--small";
  done.textContent = "Bỏ nội dung này";
  done.addEventListener("click", () => { drop(key); box.remove(); });
  words.append(done);
  box.append(words);
  article.querySelector(".entry-head").after(box);
}

// Puts the latest draft into the fields of FORM, and shows the others. True where it changed any.
export function restore(form) {
  const drafts = found(form, form.dataset.entry);
  const latest = drafts.shift();
  if (!latest) return false;
  const [key, typed] = latest;
  const isNews = differs(form, typed);
  if (isNews) {
    put(form, typed);
    for (const name of ["version", "base"]) {
      if (name in typed) form.querySelector(`[name=${name}]`).value = typed[name];
    }
  }
  if (!isNews || keep(form)) drop(key); // from now on this window's own
  for (const draft of drafts) {
    if (differs(form, draft[1]) && draft[1].told.length) {
      show(form.closest(".entry"), "Nội dung bạn gõ ở cửa sổ khác trên máy này, chưa lưu. Hãy sao chép lại nếu cần:", draft);
    } else {
      drop(draft[0]);
    }
  }
  return isNews;
}

// The section was sent or closed meanwhile: there is no form any more.
export function showAll(article) {
  const entry = article.id.replace("entry-", "");
  for (const draft of found(article, entry)) {
    if (draft[1].answering || !draft[1].told.length) drop(draft[0]);
    else show(article, "Nội dung bạn gõ trên máy này chưa kịp lưu, nay mục này không sửa được. Hãy sao chép lại nếu cần:", draft);
  }
}
