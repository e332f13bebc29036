/* Numbers as Vietnamese offices type them: 1.234,5. The server reads them by the same rules
   (tracker/lib/numbers.py); tests/tracker/number_cases.json holds both to them. */

const MAX_WHOLE_DIGITS = 14;
const MAX_DECIMAL_DIGITS = 4;
const MAX_DIGITS = 15;
const SPACES_BEFORE = /^[\u00a0\u202f \t\r\n]+/;
const SPACES_BEHIND = /[\u00a0\u202f \t\r\n]+$/;
// A point separates thousands only where every group after it has three digits.
const NUMBER = /^-?([0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+)(,[0-9]+)?$/;

/* The number in `text`; null where nothing was typed, NaN where the server would refuse it. */
export function parseNumber(text) {
  const typed = text.replace(SPACES_BEFORE, "").replace(SPACES_BEHIND, "");
  if (!typed) return null;
  const number = typed
    .replace(/%$/, "")
    .replace(/[\u00a0\u202f ]+$/, "")
    .replaceAll("−", "-");
  if (!NUMBER.test(number)) return Number.NaN;
  const [whole, decimals = ""] = number.replaceAll(".", "").split(",");
  const numWhole = whole.replace(/^[-0]+/, "").length;
  const isTooLong =
    numWhole > MAX_WHOLE_DIGITS ||
    decimals.length > MAX_DECIMAL_DIGITS ||
    numWhole + decimals.replace(/0+$/, "").length > MAX_DIGITS;
  return isTooLong ? Number.NaN : Number(`${whole}.${decimals}`) + 0; // no negative zero
}
