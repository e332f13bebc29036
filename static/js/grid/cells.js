/* A cell of the grid: the unit of its column under the task of its row. */

export const cellOf = (element) => element.closest("td[data-unit]");

export function namesOf(cell) {
  const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
  const task = cell.parentElement;
  return {
    unit: head.title,
    code: task.querySelector("th b").textContent,
    task: task.querySelector("th a").title,
  };
}

/* Whether a change ends the assignment in `cell`, instead of changing a proposal. */
export const isConfirmed = (cell) => Boolean(cell.querySelector(".mark--confirmed"));

/* The role in `cell` as people read it; `absent` where the unit has none. */
export function roleOf(cell, absent) {
  return cell.querySelector(".mark")?.title || absent;
}
