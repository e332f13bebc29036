/* The filing page. Each of its scripts has a plain form behind it.

   Merging comes first: its listeners update the fields that saving and indicators then read. */

import "./filing/merging.js";
import "./filing/saving.js";
import "./filing/previous.js";
import "./filing/encoding.js";
import "./filing/sending.js";
import "./filing/leaving.js";
import "./filing/starting.js";
import "./filing/side.js";
import "./filing/watching.js";
import "./filing/keys.js";
import "./filing/indicators.js";
import "./evidence.js";
import "./beside.js";
import "./comments.js";
import "./app.js";
