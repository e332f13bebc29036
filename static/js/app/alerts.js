/* Messages that can be closed, and the two alerts about failed requests of htmx. */

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.parentElement.remove();
});
for (const button of document.querySelectorAll("[data-dismiss]")) button.hidden = false;

const alerts = document.querySelectorAll("[data-when]");

function showOnly(name) {
  for (const alert of alerts) alert.hidden = alert.dataset.when !== name;
}

const isComment = (element) => Boolean(element?.closest?.(".comments, [data-thread]"));

// The filing page and the comments report failures beside what was sent instead.
if (!document.querySelector("[data-filing]")) {
  for (const name of ["sendError", "responseError"]) {
    document.addEventListener(`htmx:${name}`, (event) => {
      if (!isComment(event.detail.elt)) showOnly(name);
    });
  }
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.successful) showOnly(null);
  });
}
