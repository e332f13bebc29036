/* The grid of assignments, for those who may change it. */

import "./app.js";
import { editInPlace } from "./grid/editing.js";

const grid = document.querySelector("[data-grid]");
if (grid) editInPlace(grid);
