/**
 * What a refused loop looks like, by its text. Nothing is decided by it but which advice a person is given.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Access, ExprRecord, Origin, SymbolId } from '../records/graph.ts';
import type { View } from './view.ts';

/** A place that is read or written: its own text, and the text that follows on it. */
interface Mention {
  readonly text: string;
  readonly after: string;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').replace(/!$/, '');

/**
 * `memo.get(k)`, `memo.has(k)`, `k in memo` or `memo[k]`, and `memo.set(k, e)` or `memo[k] = e` with an `e` that does
 * not come from the table.
 *
 * @param tested whether the write depends on a test
 */
function isMemoTable(name: string, read: Mention, write: Mention, tested: boolean): boolean {
  const table = escaped(name);
  const text = squeezed(read.text);
  const [, asked] = new RegExp(`^${table}\\.(?:get|has)\\((.+)\\)$`).exec(text) ?? [];
  const [, looked] = new RegExp(`^(.+) in ${table}$`).exec(text) ?? [];
  const [, indexed] = new RegExp(`^${table}\\[(.+)\\]$`).exec(text) ?? [];
  const key = asked ?? looked ?? indexed;
  if (key === undefined || /^\s*!?\)?\s*(?:\?\?|\|\|)\s*[\d('"[{]/.test(read.after)) return false;
  const whole = `${squeezed(write.text)}${write.after}`;
  const stored = [`${name}.set(${key},`, `${name}[${key}]`].find((start) => whole.startsWith(start));
  if (stored === undefined) return false;
  const [value = ''] = whole.slice(stored.length).split(/;|\n/);
  if (value.includes(`${name}.get(`) || value.includes(`${name}[`)) return false;
  if (/^!?\s*(?:\?\?=|\|\|=)/.test(value)) return true;
  return tested && !/^!?\s*(?:[-+*/%&|^]|<<|>>)/.test(value);
}

/** `seed = (seed * 16807) % 2147483647`, `s ^= s << 13`: a number that is made of itself and constants alone. */
function isGenerator(target: Mention): boolean {
  const [, operator = '', value = ''] = /^\s*([-+*/%^&|]|<<|>>>?)?=(?!=)([^;\n]*)/.exec(target.after) ?? [];
  const rest = value
    .split(target.text)
    .join('')
    .replace(/\bMath\.\w+|\b\d[\w.]*|\b[A-Z][A-Z0-9_]*\b/g, '');
  const depends = operator !== '' || value.includes(target.text);
  return depends && value !== '' && !/[\w$]/.test(rest) && /[*%^|&]|<<|>>|imul/.test(operator + value);
}

export class Look {
  private readonly view: View;

  constructor(view: View) {
    this.view = view;
  }

  /** A callee that changes something: a generator of numbers, a table of results, or anything else. */
  ofChange(e: ExprRecord, symbol: SymbolId, origin: Origin | undefined): 'PAR4005' | 'PAR4007' | 'PAR3007' {
    if (!origin) return 'PAR4005';
    const written = this.mention(origin);
    if (isGenerator(written)) return 'PAR4007';
    const { name } = this.view.symbol(symbol);
    const reads = e.accesses.filter((a) => !a.write && a.root.kind === 'symbol' && a.root.symbol === symbol);
    const isMemo = reads.some((a) => a.origin && isMemoTable(name, this.mention(a.origin), written, true));
    return isMemo ? 'PAR3007' : 'PAR4005';
  }

  /** A read of what an earlier iteration may have written. */
  ofRead(e: ExprRecord, { root, span }: Access, writer: ExprRecord): 'PAR3003' | 'PAR3007' {
    if (root.kind !== 'symbol') return 'PAR3003';
    const read = this.mention(e.method || e.op === 'member' ? { span } : e);
    const isTested = this.view.ancestors(this.view.owner(writer)).some((s) => s.op === 'if');
    const asksFirst = isTested || read.text.includes('.has(');
    return isMemoTable(this.view.symbol(root.symbol).name, read, this.mention(writer), asksFirst)
      ? 'PAR3007'
      : 'PAR3003';
  }

  private mention({ span, file = 0 }: { readonly span: Span; readonly file?: number }): Mention {
    const { text } = this.view.graph.files[file]!;
    return { text: text.slice(span.start, span.end), after: text.slice(span.end, span.end + 200) };
  }
}
