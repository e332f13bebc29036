/* A finding shows its passages: all of them are marked, the first is scrolled to. */

const page = document.querySelector("[data-import]");

function show(indexes) {
  for (const passage of page.querySelectorAll(".passage.is-marked")) {
    passage.classList.remove("is-marked");
  }
  const passages = indexes
    .map((index) => document.getElementById(`p${index}`))
    .filter((passage) => passage);
  for (const passage of passages) passage.classList.add("is-marked");
  page.querySelector(".import__text").open = true;
  passages[0]?.scrollIntoView({ block: "nearest" });
}

page?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-passages]");
  if (!link) return;
  event.preventDefault();
  show(link.dataset.passages.split(" "));
});

// On a narrow screen the text folds away until it is asked for.
if (page && window.matchMedia("(max-width: 56rem)").matches && !location.hash.startsWith("#p")) {
  page.querySelector(".import__text").open = false;
}
