/* The filing page. Everything here has a plain form behind it. */

import "./filing/merging.js";
import "./filing/saving.js";
import "./filing/watching.js";
import "./filing/keys.js";
import "./filing/indicators.js";
import "./evidence.js";
import "./comments.js";
import "./app.js";
