/* Composing a plan: its tasks in another order, or in another group. */

import "./app.js";
import { orderByDragging } from "./compose/dragging.js";
import { orderByKeys } from "./compose/keys.js";

const list = document.querySelector("[data-compose]");
if (list) {
  orderByDragging(list);
  orderByKeys(list);
}
