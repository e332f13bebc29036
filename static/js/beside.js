/* What is typed beside the entries of a report: kept, sent again, and told before sending. */

import "./beside/keeping.js";
import "./beside/failing.js";
import "./beside/asking.js";
