/* Form fields of any kind. */

export const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
