/** How source text lies in a fixed-width font, so that marks stand below what they mean. */

/** One visible unit of a line. */
export interface Cell {
  /** What to print: blanks for a tab, a picture for a control character. */
  readonly text: string;
  /** Offset in the line, in UTF-16 code units. */
  readonly offset: number;
  /** Column from 0, and how many columns it takes. */
  readonly column: number;
  readonly width: number;
}

const TAB = 4;

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The scripts and blocks that Unicode's East Asian Width calls wide, and emoji. */
const WIDE =
  /^(?:[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{16FE0}-\u{18CFF}\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\p{Emoji}\uFE0F)/u;

/** Characters that print nothing by themselves. */
const INVISIBLE = /^[\p{Mark}\p{Format}]+$/u;

function glyph(segment: string, column: number): { text: string; width: number } {
  const code = segment.charCodeAt(0);
  if (segment === '\t') {
    const width = TAB - (column % TAB);
    return { text: ' '.repeat(width), width };
  }
  // The "symbol for" pictures: a source text must not be able to steer the terminal.
  if (code < 0x20) return { text: String.fromCharCode(0x2400 + code), width: 1 };
  if (code >= 0x7f && code < 0xa0) return { text: '\u2421', width: 1 };
  if (INVISIBLE.test(segment)) return { text: '', width: 0 };
  return { text: segment, width: WIDE.test(segment) ? 2 : 1 };
}

/** The cells of a line without its line end. */
export function cells(line: string): Cell[] {
  const found: Cell[] = [];
  let column = 0;
  for (const { segment, index } of GRAPHEMES.segment(line)) {
    const { text, width } = glyph(segment, column);
    found.push({ text, offset: index, column, width });
    column += width;
  }
  return found;
}
