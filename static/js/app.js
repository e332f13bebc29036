/* Small helps for every page; each page works without them. */

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// The server tells what is wrong in Vietnamese, beside the field, and keeps what was typed;
// the browser would tell it in a language of its own.
const leaveCheckingToServer = (part) => {
  part.querySelectorAll("form").forEach((form) => { form.noValidate = true; });
  if (part.matches?.("form")) part.noValidate = true;
};
leaveCheckingToServer(document);
document.addEventListener("htmx:load", (event) => leaveCheckingToServer(event.detail.elt));

// A step that cannot be undone says first what will happen.
document.addEventListener("submit", (event) => {
  const asker = event.submitter?.dataset.confirm ? event.submitter : event.target;
  const question = asker.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-check-all]")) {
    document
      .querySelectorAll(`input[name="${event.target.dataset.checkAll}"]`)
      .forEach((box) => { box.checked = event.target.checked; });
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  event.target.closest("[data-dismiss]")?.parentElement.remove();
});
document.querySelectorAll("[data-dismiss]").forEach((button) => { button.hidden = false; });

// A page that tells of its own failures (the filing page) keeps these two quiet.
const notices = [...document.querySelectorAll("[data-when]")];
const show = (name) => notices.forEach((notice) => { notice.hidden = notice.dataset.when !== name; });
if (!document.querySelector("[data-filing]")) {
  ["sendError", "responseError"].forEach((name) => {
    document.addEventListener(`htmx:${name}`, () => show(name));
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.successful) show(null);
  });
}

// Who was in a part of the page that is replaced stays in what replaced it.
let wasInside = false;
document.addEventListener("htmx:beforeSwap", (event) => {
  wasInside = event.detail.target.contains(document.activeElement);
});
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  if (wasInside && part.isConnected && document.activeElement === document.body) {
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
  }
  wasInside = false;
});
