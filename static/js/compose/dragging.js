/* A row is dragged by the mouse; its own form sends where it was dropped. */

export function orderByDragging(list) {
  let dragged = null;
  for (const row of list.querySelectorAll("[data-task]")) row.draggable = true;

  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-task]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.task);
    dragged.classList.add("is-dragged");
  });
  list.addEventListener("dragover", (event) => {
    if (!dragged || !event.target.closest("[data-group]")) return;
    event.preventDefault();
    mark(list, placeUnder(event));
  });
  list.addEventListener("drop", (event) => {
    const group = event.target.closest("[data-group]");
    if (!dragged || !group) return;
    event.preventDefault();
    send(dragged, group, placeUnder(event));
  });
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    mark(list, null);
  });
}

/* The row in front of which the dragged one would stand; null: at the end of the group. */
function placeUnder(event) {
  const row = event.target.closest("[data-task]");
  if (!row) return null;
  const box = row.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) return row;
  return row.nextElementSibling?.matches("[data-task]") ? row.nextElementSibling : null;
}

function mark(list, row) {
  for (const other of list.querySelectorAll(".is-target")) other.classList.remove("is-target");
  row?.classList.add("is-target");
}

function send(row, group, before) {
  if (before === row) return;
  const form = row.querySelector("form");
  for (const [name, value] of Object.entries({
    group: group.dataset.group,
    before: before?.dataset.task ?? "",
  })) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  form.requestSubmit();
}
