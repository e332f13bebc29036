/* Before a report is sent: what was typed beside its entries and not added yet is told. */

import { unfold } from "../lib/fields.js";
import { htmx } from "../lib/htmx.js";
import { articleOf, besideFormsIn, codeOf, isFilled, namesOf } from "./forms.js";

const PATIENCE = 20_000;

const asked = new WeakSet(); // forms that were told, and are sent nevertheless

function openedBy(form, submitter) {
  if (form.matches("[data-send]")) return besideFormsIn(document).filter(isFilled);
  const isAnswer = form.matches("form[data-entry]") && submitter?.matches("[data-answer]");
  return isAnswer ? besideFormsIn(articleOf(form)).filter(isFilled) : [];
}

const inOrder = (words) => [...new Set(words)].join(", ");

function sentenceOn(open) {
  const what = inOrder(open.map((form) => `${namesOf(form)[0]} ở nhiệm vụ ${codeOf(form)}`));
  const buttons = inOrder(open.map((form) => `“${namesOf(form)[1]}”`));
  return `Bạn đã nhập ${what} nhưng chưa bấm ${buttons}.`;
}

/* Press the button of `form`; whether the server took what it holds. */
function isAdded(form) {
  return new Promise((resolve) => {
    const timer = window.setTimeout(() => finish(false), PATIENCE);
    function finish(isTaken) {
      window.clearTimeout(timer);
      document.removeEventListener("htmx:afterRequest", note);
      resolve(isTaken);
    }
    function note(event) {
      // A form that was replaced meanwhile is no longer the event's own element.
      if (event.detail.requestConfig.elt === form) finish(event.detail.xhr.status === 200);
    }
    document.addEventListener("htmx:afterRequest", note);
    htmx.trigger(form, "submit");
  });
}

async function addAll(box, form, submitter, open) {
  box.querySelector("p").textContent = "Đang thêm rồi gửi…";
  // A second press would add everything twice.
  for (const button of box.querySelectorAll("button")) button.disabled = true;
  for (const one of open) {
    const where = articleOf(one);
    const named = `${namesOf(one)[0]} ở nhiệm vụ ${codeOf(one)}`;
    if (await isAdded(one)) continue;
    box.querySelector("p").textContent =
      `Chưa thêm được ${named}, nên chưa gửi. Hãy xem lại mục đó.`;
    for (const button of box.querySelectorAll("button")) button.disabled = false;
    for (const shown of besideFormsIn(where).filter(isFilled)) unfold(shown);
    where
      .querySelector(".field__error:not([hidden]), .alert--error")
      ?.scrollIntoView({ block: "center" });
    return;
  }
  send(box, form, submitter);
}

function send(box, form, submitter) {
  box.remove();
  asked.add(form);
  form.requestSubmit(submitter);
}

function buttonFor(text, isMain, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = isMain ? "button button--small button--primary" : "button button--small";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}

function ask(form, submitter, open) {
  form.parentElement.querySelector("[data-not-added]")?.remove();
  const box = document.createElement("div");
  box.className = "alert alert--warn not-added";
  box.dataset.notAdded = "";
  box.setAttribute("role", "alert");
  const content = document.createElement("div");
  const words = document.createElement("p");
  const buttons = document.createElement("div");
  buttons.className = "row";
  // A reason to take a result back is no part of what is sent.
  const addable = open.filter((one) => !one.matches(".take-back form"));
  if (addable.length) {
    const add = () => addAll(box, form, submitter, addable);
    buttons.append(buttonFor("Thêm rồi gửi", true, add));
  }
  buttons.append(buttonFor("Gửi, chưa thêm", false, () => send(box, form, submitter)));
  content.append(words, buttons);
  box.append(content);
  form.after(box);
  words.textContent = sentenceOn(open);
  box.scrollIntoView({ block: "nearest" });
  buttons.firstElementChild.focus({ preventScroll: true });
}

// While it is captured, as files are: the page itself handles the submission afterwards.
document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || asked.delete(form)) return;
    const open = openedBy(form, submitter);
    if (!open.length) return;
    event.preventDefault();
    event.stopPropagation();
    ask(form, submitter, open);
  },
  { capture: true },
);
