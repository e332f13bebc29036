/* A comment is written below its block; without scripts its link leads to a page. */

const box = document.querySelector("[data-comment-box]");

export function openOn(block) {
  box.querySelector("[name=key]").value = block.id;
  if (box.parentElement !== block) block.append(box);
  box.hidden = false;
  box.querySelector("textarea").focus();
}

function close() {
  const link = box.closest(".block")?.querySelector("[data-comment-on]");
  box.hidden = true;
  link?.focus();
}

if (box) {
  const sheet = document.querySelector(".sheet");
  // A reader has the link at the block under the pointer or in focus, as a writer has
  if (!sheet.dataset.review) {
    sheet.classList.add("is-live");
    for (const block of sheet.querySelectorAll(".block")) block.tabIndex = 0;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-comment-on]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openOn(link.closest(".block"));
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}
