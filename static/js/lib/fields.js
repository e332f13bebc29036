/* Form fields of any kind. */

export const isTicked = (field) => field.type === "checkbox" || field.type === "radio";

/* Whether a person changed `field` since the server wrote it. */
export function isChanged(field) {
  if (field.type === "file") return field.files.length > 0;
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  if (field.type === "hidden" || !("defaultValue" in field)) return false;
  return field.value !== field.defaultValue;
}

/* Open the parts that hide `part`, a form or a field. */
export function unfold(part) {
  for (let outer = part.closest("details"); outer; outer = outer.parentElement.closest("details")) {
    outer.open = true;
  }
}
