/* The page on which the result of one entry is read and verified. */

import "./verification/keys.js";
import "./verification/reasons.js";
import "./verification/keeping.js";
import "./evidence.js";
import "./comments.js";
import "./app.js";
