/* Indicators: show at once what the typed numbers amount to, as the server writes it once saved. */

import { parseNumber } from "../lib/numbers.js";

// An indicator has its own unit of measure, so that a percent sign is refused.
const numberOf = (text) => (text.endsWith("%") ? Number.NaN : parseNumber(text));
const write = (number) => number.toLocaleString("vi-VN", { maximumFractionDigits: 2 });
const boxesOf = (indicator) => [...indicator.querySelectorAll("[data-part]")];
const isNotApplicable = (indicator) => indicator.querySelector("[data-not-applicable]").checked;

function ratioInWords(texts, [numerator, denominator], measure) {
  if (numerator === null) return "thiếu tử số, chưa có số liệu";
  if (denominator === null) return "thiếu mẫu số, chưa có số liệu";
  if (denominator === 0) return `${texts[0]}/0 (mẫu số bằng 0, không phát sinh)`;
  const ratio =
    measure === "%"
      ? `${write((numerator * 100) / denominator)}%`
      : `${write(numerator / denominator)} ${measure}`;
  return `${texts[0]}/${texts[1]} = ${ratio}`;
}

/* The result in words; nothing where a text is no number, which the server will report. */
function resultOf(indicator) {
  if (isNotApplicable(indicator)) return "không phát sinh";
  const texts = boxesOf(indicator).map((box) => box.value.trim());
  const numbers = texts.map(numberOf);
  if (numbers.every((number) => number === null)) return "chưa có số liệu";
  if (numbers.some(Number.isNaN)) return "";
  const { indicator: kind, measure } = indicator.dataset;
  return kind === "value" ? `${texts[0]} ${measure}` : ratioInWords(texts, numbers, measure);
}

function show(indicator) {
  // Numbers stay visible beside "not applicable", but are not sent along with it.
  for (const box of boxesOf(indicator)) box.disabled = isNotApplicable(indicator);
  indicator.querySelector("[data-result]").textContent = resultOf(indicator);
}

function showAllIn(part) {
  part?.querySelectorAll("[data-indicator]").forEach(show);
}

function showChanged(event) {
  const indicator = event.target.closest("[data-indicator]");
  if (indicator) show(indicator);
}

document.addEventListener("input", showChanged);
document.addEventListener("change", showChanged);

// Merging, a save and a fetched section put numbers into the fields without an event of theirs.
document.addEventListener("change", (event) => {
  if (event.target.closest("[data-merge-field]")) showAllIn(event.target.form);
});
document.addEventListener("htmx:afterRequest", (event) => showAllIn(event.detail.elt));
document.addEventListener("htmx:load", (event) => showAllIn(event.detail.elt));

showAllIn(document);
