/* Save one cell of the grid and show the server's version of it. */

import { namesOf, roleOf } from "./cells.js";

const REFUSED = 422;
const FAILED = "Chưa lưu được. Hãy tải lại trang rồi thử lại.";
const LOST = "Chưa lưu được: mất kết nối hoặc đã hết phiên đăng nhập. Hãy tải lại trang.";

const isIdle = (cell, action) => !cell.dataset.role && (action === "none" || action === "confirm");

function post(url, cell, action) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const task = cell.parentElement.dataset.task;
  return fetch(url, {
    method: "POST",
    body: new URLSearchParams({ task, unit: cell.dataset.unit, action }),
    headers: { "X-CSRFToken": token },
    redirect: "error",
  });
}

function replace(cell, html) {
  const holder = document.createElement("template");
  holder.innerHTML = `<table><tr>${html}</tr></table>`;
  const fresh = holder.content.querySelector("td");
  cell.replaceWith(fresh);
  return fresh;
}

/* Apply `action` to `cell`. `report` shows a message; returns the cell that is in the grid then. */
export async function save(url, cell, action, report) {
  if (isIdle(cell, action)) return cell;
  const { unit, code } = namesOf(cell);
  cell.setAttribute("aria-busy", "true");
  try {
    const response = await post(url, cell, action);
    const text = await response.text();
    if (response.ok) {
      const fresh = replace(cell, text);
      const role = roleOf(fresh, "không tham gia").toLowerCase();
      report(`Đã lưu: ${unit}, nhiệm vụ ${code}: ${role}.`);
      return fresh;
    }
    report(response.status === REFUSED ? text : FAILED, { isError: true });
  } catch {
    report(LOST, { isError: true });
  }
  cell.removeAttribute("aria-busy");
  return cell;
}
