/* Numbers on the filing page: says at once what they add up to. The server computes the same. */

import { parseNumber } from "../lib/numbers.js";

const written = (number) => number.toLocaleString("vi-VN", { maximumFractionDigits: 2 });
// An indicator has its own unit of measure, so that a percent sign is refused.
const numberOf = (text) => (text.endsWith("%") ? Number.NaN : parseNumber(text));
const boxesOf = (indicator) => [...indicator.querySelectorAll("[data-part]")];

function wordsOf(indicator) {
  if (indicator.querySelector("[data-not-applicable]").checked) return "không phát sinh";
  const texts = boxesOf(indicator).map((box) => box.value.trim());
  const numbers = texts.map(numberOf);
  const measure = indicator.dataset.measure;
  if (numbers.every((number) => number === null)) return "chưa có số liệu";
  if (numbers.some((number) => Number.isNaN(number))) return "";
  if (indicator.dataset.indicator === "value") return `${texts[0]} ${measure}`;
  const [top, bottom] = numbers;
  if (top === null || bottom === null) return `thiếu ${top === null ? "tử số" : "mẫu số"}, chưa có số liệu`;
  if (bottom === 0) return `${texts[0]}/0 (mẫu số bằng 0, không phát sinh)`;
  const ratio = measure === "%" ? `${written((top * 100) / bottom)}%` : `${written(top / bottom)} ${measure}`;
  return `${texts[0]}/${texts[1]} = ${ratio}`;
}

function show(indicator) {
  const isNone = indicator.querySelector("[data-not-applicable]").checked;
  // What was typed stays to be seen, but is not sent along with "nothing arose".
  boxesOf(indicator).forEach((box) => { box.disabled = isNone; });
  indicator.querySelector("[data-told]").textContent = wordsOf(indicator);
}

["input", "change"].forEach((name) => document.addEventListener(name, (event) => {
  const indicator = event.target.closest("[data-indicator]");
  if (indicator) show(indicator);
}));

const showAllIn = (part) => part?.querySelectorAll("[data-indicator]").forEach(show);

// What another person saved was put into the fields, or a section was fetched anew.
document.addEventListener("change", (event) => {
  if (event.target.closest("[data-merge-field]")) showAllIn(event.target.form);
});
document.addEventListener("htmx:afterRequest", (event) => showAllIn(event.detail.elt));
document.addEventListener("htmx:load", (event) => showAllIn(event.detail.elt));

showAllIn(document);
