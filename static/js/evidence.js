/* Evidence: adding it to an entry, and looking at it. */

import "./evidence/uploads.js";
