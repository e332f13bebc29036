/* Messages that can be closed, and the two alerts about failed requests of htmx. */

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.parentElement.remove();
});
for (const button of document.querySelectorAll("[data-dismiss]")) button.hidden = false;

const alerts = document.querySelectorAll("[data-when]");

function showOnly(name) {
  for (const alert of alerts) alert.hidden = alert.dataset.when !== name;
}

// These report failures beside what was sent instead; a script that looks for news has no form.
const TOLD_THERE = ".comments, [data-thread], form[data-entry], [data-evidence-form]";
const isToldThere = (element) => element === document.body || element.closest(TOLD_THERE);

// The log-in page carries what a plain submission holds: nothing is typed again.
function logIn(form) {
  form.submit();
}

document.addEventListener("htmx:sendError", ({ detail: { elt } }) => {
  if (!isToldThere(elt)) showOnly("sendError");
});
document.addEventListener("htmx:responseError", ({ detail: { elt, xhr } }) => {
  if (isToldThere(elt)) return;
  if (xhr.status === 401 && elt.matches("form[method=post]")) logIn(elt);
  else showOnly("responseError");
});
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (event.detail.successful) showOnly(null);
});
