/* The form of one entry, one for each section of the filing page. */

import { htmx } from "../lib/htmx.js";

export const isEntryForm = (element) => Boolean(element?.matches?.("form[data-entry]"));
export const entryFormOf = (element) => element.closest("form[data-entry]");
export const isMerging = (form) => Boolean(form.querySelector("[data-merge]"));
export const save = (form) => htmx.trigger(form, "save-now");
