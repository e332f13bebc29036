/* Edit the grid in place. Without this script each task is edited on a page of its own. */

import { cellOf, isConfirmed } from "./cells.js";
import { openDialog } from "./dialog.js";
import { save } from "./saving.js";

const ACTIONS = { c: "lead", p: "coordinating", x: "confirm", Delete: "none", Backspace: "none" };
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

const actionOf = ({ key }) => ACTIONS[key.length === 1 ? key.toLowerCase() : key];
/* The dialog first says what follows from the end of a confirmed assignment. */
const isEnding = (cell, action) =>
  action !== "confirm" && action !== cell.dataset.role && isConfirmed(cell);
const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;

export function editInPlace(grid) {
  const rows = [...grid.querySelectorAll("tr[data-task]")];
  const message = document.querySelector("[data-grid-said]");
  const shown = new Map(); // task and unit -> promise of the cell that is in the grid
  let current = rows[0]?.cells[1]; // the one cell that the Tab key reaches

  function report(text, { isError = false } = {}) {
    message.textContent = text;
    message.classList.toggle("is-error", isError);
  }

  function moveTo(cell) {
    current.tabIndex = -1;
    current = cell;
    current.tabIndex = 0;
    current.focus();
  }

  async function change(cell, action) {
    const fresh = await save(grid.dataset.grid, cell, action, report);
    if (fresh !== cell && current === cell) moveTo(fresh);
    return fresh;
  }

  // On a slow line the next choice for a cell waits for the answer to the one before, as what it
  // does depends on that, and an earlier answer must not come last.
  function inTurn(cell, act) {
    const key = `${cell.parentElement.dataset.task}:${cell.dataset.unit}`;
    shown.set(key, (shown.get(key) ?? Promise.resolve(cell)).then(act));
  }

  function open(cell) {
    openDialog(cell, (action) => {
      if (action) inTurn(cell, (now) => change(now, action));
      else cell.focus();
    });
    return cell;
  }

  function moveBy([down, right], cell) {
    const row = rows[rows.indexOf(cell.parentElement) + down];
    const next = row?.cells[cell.cellIndex + right];
    if (next?.dataset.unit) moveTo(next);
  }

  grid.addEventListener("click", (event) => {
    const cell = cellOf(event.target);
    if (!cell) return;
    moveTo(cell);
    open(cell);
  });

  grid.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    if (!cell || hasModifier(event)) return;
    const move = MOVES[event.key];
    const action = actionOf(event);
    if (!move && !action && event.key !== "Enter") return;
    event.preventDefault();
    if (move) moveBy(move, cell);
    else
      inTurn(cell, (now) => (action && !isEnding(now, action) ? change(now, action) : open(now)));
  });

  grid.dataset.editable = "";
  document.querySelector("[data-grid-hint]").hidden = false;
  if (current) current.tabIndex = 0;
}
