/** What a reader of the text would count. */
export interface TextStats {
  /** Identifiers, keywords and numbers: runs of letters, digits, `_` and `$`. */
  readonly words: number;
  /** Every other visible character: operators, brackets, quotes. */
  readonly signs: number;
  /** Length of the longest line, in UTF-16 code units. */
  readonly longestLine: number;
}

const NEWLINE = 10;
const SPACE = 32;

/** Counts words and signs of `text` and measures its longest line, in one pass. */
export function analyse(text: string): TextStats {
  let words = 0;
  let signs = 0;
  let longestLine = 0;
  let lineStart = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const wordlike = isWordlike(code);
    if (wordlike && !inWord) words++;
    if (!wordlike && code > SPACE) signs++;
    inWord = wordlike;
    if (code === NEWLINE) {
      longestLine = Math.max(longestLine, at - lineStart);
      lineStart = at + 1;
    }
  }
  return { words, signs, longestLine: Math.max(longestLine, text.length - lineStart) };
}

/** a-z, A-Z, 0-9, `_`, `$`, and whatever lies outside ASCII. */
function isWordlike(code: number): boolean {
  if (code >= 97) return code <= 122 || code > 127;
  if (code >= 65) return code <= 90 || code === 95;
  return (code >= 48 && code <= 57) || code === 36;
}
