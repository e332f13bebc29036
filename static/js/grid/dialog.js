/* The dialog in which an action is chosen for one cell of the grid. */

import { isConfirmed, namesOf, roleOf } from "./cells.js";

const dialog = document.querySelector(".grid-dialog");

/* Open the dialog for `cell`; `choose` gets the action, nothing where the dialog was cancelled. */
export function openDialog(cell, choose) {
  const { unit, code, task } = namesOf(cell);
  const role = roleOf(cell, "Không tham gia").toLowerCase();
  dialog.querySelector("[data-dialog-title]").textContent = unit;
  dialog.querySelector("[data-dialog-now]").textContent =
    `Nhiệm vụ ${code}: ${task}. Hiện nay: ${role}.`;
  dialog.querySelector("[value=own_part]").hidden = cell.dataset.role === "lead";
  dialog.querySelector("[value=none]").hidden = !cell.dataset.role;
  dialog.querySelector("[value=confirm]").hidden = !cell.querySelector(".mark--proposed");
  dialog.querySelector("[data-dialog-ends]").hidden = !isConfirmed(cell);
  dialog.querySelector("[data-dialog-more]").href = cell.parentElement.querySelector("th a").href;
  dialog.returnValue = "";
  dialog.onclose = () => choose(dialog.returnValue);
  dialog.showModal();
}
