/* The review of an imported plan: findings beside the text that they were found in. */

import "./plan_imports/adding.js";
import "./plan_imports/forms.js";
import "./plan_imports/passages.js";
import "./app.js";
