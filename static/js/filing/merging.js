/* Two people in one section: what the other one saved is put into the fields, or chosen. */

const sent = new WeakMap(); // form -> what its last request carried
const isEntry = (element) => Boolean(element?.matches?.("form[data-entry]"));
const values = (form) => Object.fromEntries(new FormData(form));

function put(form, name, value) {
  for (const field of form.querySelectorAll(`[name="${name}"]`)) {
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = Boolean(value);
    else field.value = value;
  }
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (isEntry(event.detail.elt)) sent.set(event.detail.elt, values(event.detail.elt));
});

// Fields that only the other person changed are taken over. One that was typed in since the
// request left is not: then the form goes back to the version it knew, and the next save asks.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (!isEntry(form)) return;
  const before = sent.get(form) || {};
  const now = values(form);
  const same = (one, other) => (one ?? "").replaceAll("\r\n", "\n") === (other ?? "").replaceAll("\r\n", "\n");
  for (const taken of form.querySelectorAll("[data-take]")) {
    const name = taken.dataset.take;
    if (same(now[name], before[name])) {
      put(form, name, taken.value);
    } else {
      put(form, "version", before.version);
      put(form, "base", before.base);
    }
  }
});

const fieldOf = (form, name) => form.querySelector(`:is(textarea, input)[name="${name}"]`);

document.addEventListener("change", (event) => {
  const part = event.target.closest("[data-merge-field]");
  if (!part) return;
  const form = part.closest("form");
  const name = part.dataset.mergeField;
  if (event.target.value === "edit") { fieldOf(form, name).focus(); return; }
  const text = part.querySelector(`[data-text="${event.target.value}"]`);
  put(form, name, text.dataset.value ?? text.textContent);
});

// Typing in a field that waits for a choice is the choice.
document.addEventListener("input", (event) => {
  if (event.target.closest("[data-merge]")) return;
  const part = event.target.form?.querySelector(`[data-merge-field="${event.target.name}"]`);
  if (part) part.querySelector("[value=edit]").checked = true;
});
