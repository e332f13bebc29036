/* The names of chosen files, beside their button. */

function showNames(pick) {
  const names = [...pick.querySelector("input").files].map(({ name }) => name);
  pick.querySelector(".file-names").textContent = names.join(", ") || "Chưa chọn tệp";
}

function prepare(part) {
  for (const pick of part.querySelectorAll(".file-pick")) {
    pick.classList.add("is-live");
    showNames(pick);
  }
}

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
document.addEventListener("change", (event) => {
  const pick = event.target.closest(".file-pick");
  if (pick) showNames(pick);
});
// A page that the browser brings back may bring its files back as well.
window.addEventListener("pageshow", () => prepare(document));
