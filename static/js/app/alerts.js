/* Messages that can be closed, and the two alerts about failed requests of htmx. */

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.parentElement.remove();
});
for (const button of document.querySelectorAll("[data-dismiss]")) button.hidden = false;

const alerts = document.querySelectorAll("[data-when]");

function showOnly(name) {
  for (const alert of alerts) alert.hidden = alert.dataset.when !== name;
}

// The filing page reports failures beside each section instead.
if (!document.querySelector("[data-filing]")) {
  for (const name of ["sendError", "responseError"]) {
    document.addEventListener(`htmx:${name}`, () => showOnly(name));
  }
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.successful) showOnly(null);
  });
}
