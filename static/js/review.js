/* The paper of a review: its blocks are written in where they stand. */

import "./review/current.js";
import "./review/editing.js";
import "./review/tools.js";
import "./review/comments.js";
import "./review/outline.js";
import "./review/starting.js";
import "./app.js";
