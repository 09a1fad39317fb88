/** What the worker module needs: values to send, declarations to copy, imports to repeat. */
import { within } from '../diagnostics/span.ts';
import type { SymbolId, SymbolRecord } from '../records/graph.ts';
import type { Alias, Capture, Copied, GuardImport, Imported } from '../records/plan.ts';
import type { View } from './view.ts';

export interface Needs {
  readonly captures: Capture[];
  readonly copies: Copied[];
  readonly imports: Imported[];
  readonly aliases: Alias[];
  /** Variables that must hold primitives at entry. */
  readonly scalars: SymbolId[];
  /** Tables into which other modules can write. */
  readonly tables: { readonly symbol: SymbolRecord; readonly text: string }[];
}

/** Follows the free variables of P through the declarations that have to be copied. */
export function needsOf(view: View, free: Iterable<SymbolId>, privatised: ReadonlySet<SymbolId>): Needs {
  const needs: Needs = { captures: [], copies: [], imports: [], aliases: [], scalars: [], tables: [] };
  const seen = new Set<SymbolId>();
  const visit = (id: SymbolId): void => {
    const symbol = view.symbol(id);
    if (seen.has(id) || symbol.place === 'private' || privatised.has(id)) return;
    seen.add(id);
    addNeed(symbol, needs, visit);
  };
  for (const id of free) visit(id);
  return needs;
}

function addNeed(symbol: SymbolRecord, needs: Needs, visit: (id: SymbolId) => void): void {
  const { id, name, file, supply } = symbol;
  const local = symbol.place === 'local';
  switch (supply.kind) {
    case 'value':
      needs.captures.push(capture(symbol));
      break;
    case 'copy':
      needs.copies.push({
        symbol: id,
        name,
        file,
        span: supply.span,
        local,
        object: supply.object,
        prefix: supply.prefix ?? '',
        edits: supply.edits ?? [],
        ...(supply.statics
          ? { suffix: supply.statics.map((f) => `; ${name}.${f} = ${staticName(name, f)}`).join('') }
          : {}),
      });
      for (const part of supply.more ?? [])
        needs.copies.push({ symbol: id, name, file, ...part, local, object: false, prefix: '' });
      for (const field of supply.statics ?? [])
        needs.captures.push(staticCapture(symbol, field, needs.captures.length));
      for (const ref of supply.refs) visit(ref);
      needs.scalars.push(...(supply.scalars ?? []));
      if (supply.table !== undefined) needs.tables.push({ symbol, text: supply.table });
      break;
    case 'within':
      visit(supply.target);
      break;
    case 'import':
      needs.imports.push({ file, name, specifier: supply.specifier, imported: supply.imported });
      break;
    case 'alias':
      needs.aliases.push({ file, name, target: supply.target });
      visit(supply.target);
      break;
    case 'namespace':
      // Those members that are used are needs of their own.
      for (const { name: member, target } of supply.members) needs.aliases.push({ file, name, member, target });
      break;
    default:
      break;
  }
}

const capture = (symbol: SymbolRecord): Capture => ({
  symbol: symbol.id,
  local: symbol.place === 'local',
  ...accessText(symbol),
});

/** Numbers of captures for static fields begin here and go down. */
const STATICS = -2000;

const staticName = (name: string, field: string): string => `$s_${name}_${field}`;

/** The current value of a static field, which the copy of the class is given. */
function staticCapture(symbol: SymbolRecord, field: string, n: number): Capture {
  const { text, ...access } = accessText(symbol);
  const entry = `$par.get(${text}, ${JSON.stringify(field)})`;
  return {
    ...access,
    symbol: STATICS - n,
    name: staticName(symbol.name, field),
    text: entry,
    local: symbol.place === 'local',
    path: { root: symbol.id, fields: [field], entry, owners: [text] },
    label: `${symbol.name}.${field}`,
    ...(access.importAs === undefined ? {} : { alias: text }),
  };
}

/** How the main module names a variable at the construct. */
export function accessText({
  name,
  file,
  place,
  exportedAs,
  visible,
}: SymbolRecord): Pick<Capture, 'name' | 'file' | 'text' | 'hidden' | 'importAs'> {
  if (file === 0 && !visible && place !== 'local') return { name, file, text: `$par_get_${name}()`, hidden: true };
  return file === 0
    ? { name, file, text: name }
    : { name, file, text: `$par_${file}_${name}`, importAs: exportedAs ?? name };
}

/** Guards that exported tables are as they were written, where the main module can name them. */
export function tableGuards(
  view: View,
  { tables }: Needs,
): {
  guards: string[];
  labels: string[];
  imports: GuardImport[];
} {
  const named = tables.flatMap(({ symbol, text }) => {
    const { file, name, exportedAs, visible } = symbol;
    const isImportable = exportedAs !== undefined && view.graph.files[file]!.specifier !== undefined;
    if (file === 0 ? !visible : !isImportable) return [];
    const own = file === 0 ? name : `$par_${file}_${name}`;
    const from = file === 0 ? [] : [{ text: own, importAs: exportedAs!, file }];
    return [{ guard: `$par.asWritten(${own}, ${text})`, label: `asWritten(${name})`, from }];
  });
  return {
    guards: named.map((n) => n.guard),
    labels: named.map((n) => n.label),
    imports: named.flatMap((n) => n.from),
  };
}

/** Guards that what copied declarations convert is a primitive. */
export const primitiveGuards = ({ captures, scalars }: Needs): string[] =>
  captures.filter((c) => scalars.includes(c.symbol)).map((c) => `$par.primitive(${c.text})`);

/** Two different variables of one name in one scope of the worker module; undefined when there are none. */
export function nameClash(view: View, needs: Needs): string | undefined {
  // A variable of an enclosing function that a nearer one hides: no expression at the construct gives its value.
  const hidden = needs.captures.find((c) => c.local && c.symbol >= 0 && !view.symbol(c.symbol).visible);
  if (hidden) return hidden.name;
  const names = new Map<string, SymbolId>();
  const scoped = [...needs.captures, ...needs.copies].filter((c) => c.file === 0);
  for (const { name, symbol, local } of scoped) {
    const key = `${local}:${name}`;
    const other = names.get(key);
    if (other !== undefined && other !== symbol) return name;
    names.set(key, symbol);
  }
  return undefined;
}

/** Modules whose copied declarations need each other, or the main module's: their slices could not be set up in order. */
export function hasCycle(view: View, needs: Needs): boolean {
  const uses = new Map<number, Set<number>>();
  for (const { file, target } of needs.aliases) {
    const to = view.symbol(target).file;
    uses.set(file, (uses.get(file) ?? new Set()).add(to));
  }
  const reaches = (from: number, goal: number, seen: Set<number>): boolean =>
    [...(uses.get(from) ?? [])].some((f) => f === goal || (!seen.has(f) && reaches(f, goal, seen.add(f))));
  return [...uses.keys()].some((f) => reaches(f, f, new Set()));
}

/** A local function that is copied and contains the construct itself. */
export const enclosingCopy = (view: View, needs: Needs): string | undefined =>
  needs.copies.find((c) => c.file === 0 && c.local && within(c.span, view.graph.span))?.name;
