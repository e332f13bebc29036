/* What was added in a tab that this form opened can be chosen here once one comes back; what is
   typed and chosen stays. */

const LINK = "a[data-adds-choices]";

let isAdding = false;

function renewSelect(field, { children }) {
  const { value } = field;
  field.replaceChildren(...children);
  field.value = value;
}

function renewBoxes(group, { childNodes }) {
  const boxes = () => [...group.querySelectorAll("input")];
  const ticked = new Set(boxes().flatMap((box) => (box.checked ? [box.value] : [])));
  group.replaceChildren(...childNodes);
  for (const box of boxes()) box.checked = ticked.has(box.value);
}

async function renew() {
  // The address of a form that was refused may be one that takes posts only.
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("form select[id], form .choices > div[id]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) (part.matches("select") ? renewSelect : renewBoxes)(part, fresh);
  }
}

document.addEventListener("click", ({ target }) => {
  if (target.closest?.(LINK)) isAdding = true;
});
window.addEventListener("focus", () => {
  if (isAdding) renew();
});
