/* Shared by every page; each page works without it. */

import "./app/menus.js";
import "./app/forms.js";
import "./app/files.js";
import "./app/printing.js";
import "./app/alerts.js";
import "./app/focus.js";
import "./app/typing.js";
import "./app/choices.js";
