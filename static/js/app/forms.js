/* Behaviour of forms that pages request with data attributes. */

// The server validates in Vietnamese, beside the field, and keeps the input; the browser would
// use a language of its own.
function leaveValidationToServer(part) {
  for (const form of part.querySelectorAll("form")) form.noValidate = true;
  if (part.matches?.("form")) part.noValidate = true;
}

leaveValidationToServer(document);
document.addEventListener("htmx:load", (event) => leaveValidationToServer(event.detail.elt));

// "{}" in a question is the number of ticked boxes of the name in `data-count`; without any the
// server answers that nothing is chosen, and nothing is asked.
function withCount({ dataset }) {
  if (!dataset.count) return dataset.confirm;
  const ticked = document.querySelectorAll(`input[name="${dataset.count}"]:checked`).length;
  return ticked ? dataset.confirm.replace("{}", ticked) : "";
}

// Before a step that cannot be undone, a question says what will happen. Nothing does while
// something required is missing: the server tells that without a question before.
const isIncomplete = (form) => [...form.elements].some((field) => field.validity?.valueMissing);

document.addEventListener("submit", (event) => {
  const source = event.submitter?.dataset.confirm ? event.submitter : event.target;
  const question = withCount(source);
  if (!question || isIncomplete(event.target)) return;
  if (!window.confirm(question)) event.preventDefault();
});

// A chosen file does not come back with a form that the server refuses: what is missing beside it
// is said before it is sent, in Vietnamese.
function sayMissing(field) {
  field.setCustomValidity(
    field.type === "checkbox" ? "Hãy đánh dấu ô này." : "Không được để trống.",
  );
  field.reportValidity();
  field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
}

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const fields = [...event.target.elements];
  if (!fields.some((field) => field.files?.length)) return;
  const missing = fields.find((field) => field.validity?.valueMissing && field.checkVisibility());
  if (!missing) return;
  event.preventDefault();
  sayMissing(missing);
});

// A form that comes back with errors shows the first one, however far down it stands.
document.querySelector("form[method=post] [aria-invalid=true]")?.focus();

// On a slow line a second press comes before the answer to the first: it sends nothing. Forms that
// htmx sends stay on the page and are left to it.
const PATIENCE = 20_000;
const pressed = new WeakMap(); // form -> time of the press that is being answered

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get" || form.hasAttribute("hx-post")) return;
  if (Date.now() - (pressed.get(form) ?? 0) < PATIENCE) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  pressed.set(form, Date.now());
  button?.setAttribute("aria-busy", "true");
  // The page stays where the answer is a file, or none comes.
  window.setTimeout(() => button?.removeAttribute("aria-busy"), PATIENCE);
});

// A page that the browser brings back may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) pressed.delete(form);
  for (const button of document.querySelectorAll("[aria-busy]"))
    button.removeAttribute("aria-busy");
});

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("[data-submit-on-change]")) field.form.requestSubmit();
  if (field.matches("[data-check-all]")) {
    const boxes = document.querySelectorAll(`input[name="${field.dataset.checkAll}"]`);
    for (const box of boxes) box.checked = field.checked;
  }
});
