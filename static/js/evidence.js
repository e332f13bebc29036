/* Evidence. Files are sent one by one, each with its progress; without scripts the form behind
   them sends all at once. */

import "./evidence/adding.js";
import "./evidence/sending.js";
import "./evidence/guarding.js";
import "./evidence/showing.js";
