/* Forms beside the form of an entry: evidence by its number, comments, the reason to take back.
   What is typed there counts only once its own button was pressed. */

const KINDS = [
  ["[data-evidence-form]", "minh chứng", "Thêm minh chứng"],
  [".comment-form", "trao đổi", "Gửi trao đổi"],
  [".take-back form", "lý do sửa lại", "Rút về để sửa"],
];
const ALL = KINDS.map(([selector]) => selector).join(", ");
const TEXTS = "textarea, input:not([type=hidden], [type=checkbox], [type=file])";

export const isBeside = (element) => Boolean(element?.matches?.(ALL));
export const besideFormOf = (element) => element.closest?.(ALL);
export const besideFormsIn = (part) => [...part.querySelectorAll(ALL)];
export const textsOf = (form) => [...form.elements].filter((field) => field.matches(TEXTS));
export const isFilled = (form) => textsOf(form).some((field) => field.value.trim());
export const articleOf = (form) => form.closest("article.entry");
export const codeOf = (form) => articleOf(form).querySelector(".entry-code").textContent.trim();

/* What the form adds, and the name of its button. */
export const namesOf = (form) => KINDS.find(([selector]) => form.matches(selector)).slice(1);
