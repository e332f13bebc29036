/* Editing the grid in place. Without this script each task is edited on its own page. */

const KEYS = { c: "lead", p: "coordinating", x: "confirm", Delete: "none", Backspace: "none" };
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export function editInPlace(grid) {
  const said = document.querySelector("[data-grid-said]");
  const dialog = document.querySelector(".grid-dialog");
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const heads = [...grid.tHead.rows[0].cells].map((head) => head.title);
  const rows = [...grid.querySelectorAll("tr[data-task]")];

  grid.dataset.editable = "";
  document.querySelector("[data-grid-hint]").hidden = false;
  let current = rows[0]?.cells[1];
  if (current) current.tabIndex = 0;

  const say = (words, isError) => {
    said.textContent = words;
    said.classList.toggle("is-error", Boolean(isError));
  };

  const nameOf = (cell) => {
    const task = cell.parentElement.querySelector("th a").title;
    const code = cell.parentElement.querySelector("th b").textContent;
    return { unit: heads[cell.cellIndex], code, task };
  };

  const moveTo = (cell) => {
    current.tabIndex = -1;
    current = cell;
    current.tabIndex = 0;
    current.focus();
  };

  const change = async (cell, action) => {
    const { unit, code } = nameOf(cell);
    if (!cell.dataset.role && (action === "none" || action === "confirm")) return;
    cell.setAttribute("aria-busy", "true");
    const body = new URLSearchParams({
      task: cell.parentElement.dataset.task,
      unit: cell.dataset.unit,
      action,
    });
    try {
      const answer = await fetch(grid.dataset.grid, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token },
        redirect: "error",
      });
      const text = await answer.text();
      if (answer.ok) {
        const holder = document.createElement("template");
        holder.innerHTML = `<table><tr>${text}</tr></table>`;
        const fresh = holder.content.querySelector("td");
        cell.replaceWith(fresh);
        const label = fresh.querySelector(".mark")?.title || "không tham gia";
        say(`Đã lưu: ${unit}, nhiệm vụ ${code}: ${label.toLowerCase()}.`);
        if (current === cell) {
          current = fresh;
          moveTo(fresh);
        }
      } else {
        say(answer.status === 422 ? text : "Chưa lưu được. Hãy tải lại trang rồi thử lại.", true);
      }
    } catch {
      say("Chưa lưu được: mất kết nối hoặc đã hết phiên đăng nhập. Hãy tải lại trang.", true);
    }
    cell.removeAttribute("aria-busy");
  };

  const open = (cell) => {
    const { unit, code, task } = nameOf(cell);
    dialog.querySelector("[data-dialog-title]").textContent = unit;
    const label = cell.querySelector(".mark")?.title || "Không tham gia";
    dialog.querySelector("[data-dialog-now]").textContent = `Nhiệm vụ ${code}: ${task}. Hiện nay: ${label.toLowerCase()}.`;
    dialog.querySelector("[value=none]").hidden = !cell.dataset.role;
    dialog.querySelector("[value=confirm]").hidden = !cell.querySelector(".mark--proposed");
    dialog.querySelector("[data-dialog-more]").href = cell.parentElement.querySelector("th a").href;
    dialog.returnValue = "";
    dialog.onclose = () => {
      if (dialog.returnValue) change(cell, dialog.returnValue);
      else cell.focus();
    };
    dialog.showModal();
  };

  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-unit]");
    if (!cell) return;
    moveTo(cell);
    open(cell);
  });

  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-unit]");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!step && !action && event.key !== "Enter") return;
    event.preventDefault();
    if (step) {
      const next = rows[rows.indexOf(cell.parentElement) + step[0]]?.cells[cell.cellIndex + step[1]];
      if (next?.dataset.unit) moveTo(next);
    } else if (action) {
      change(cell, action);
    } else {
      open(cell);
    }
  });
}
