/* Alt with an arrow presses the button of the row, which the answer shows in focus. */

const STEPS = { ArrowUp: "up", ArrowDown: "down" };

export function orderByKeys(list) {
  list.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!event.altKey || !step) return;
    const row = event.target.closest("[data-task]") ?? event.target.closest("[data-group]");
    event.preventDefault();
    row?.querySelector(`button[value="${step}"]:enabled`)?.click();
  });
}
