/* Behaviour of forms that pages request with data attributes. */

// The server validates in Vietnamese, beside the field, and keeps the input; the browser would
// use a language of its own.
function leaveValidationToServer(part) {
  for (const form of part.querySelectorAll("form")) form.noValidate = true;
  if (part.matches?.("form")) part.noValidate = true;
}

leaveValidationToServer(document);
document.addEventListener("htmx:load", (event) => leaveValidationToServer(event.detail.elt));

// Before a step that cannot be undone, a question says what will happen.
document.addEventListener("submit", (event) => {
  const source = event.submitter?.dataset.confirm ? event.submitter : event.target;
  const question = source.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("[data-submit-on-change]")) field.form.requestSubmit();
  if (field.matches("[data-check-all]")) {
    const boxes = document.querySelectorAll(`input[name="${field.dataset.checkAll}"]`);
    for (const box of boxes) box.checked = field.checked;
  }
});
