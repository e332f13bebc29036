/* The review of an imported plan: findings beside the text that they were found in. */

import "./plan-imports/adding.js";
import "./plan-imports/forms.js";
import "./plan-imports/passages.js";
import "./app.js";
