/**
 * V2: every name that the emitted worker module uses is defined in it (copied, sent or imported) or is a global that
 * means the same in every thread; and of a variable that P reads, every definition of the source's body is in P.
 */

import type { Span } from '../diagnostics/diagnostic.ts';
import { parse } from '../syntax/parse.ts';
import { resolveScopes } from '../syntax/scopes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';

/**
 * Every column of the log that the replay reads is written by the worker.
 *
 * @returns what is wrong, or undefined
 */
export function checkColumns(main: string, worker: string, index: number): string | undefined {
  const read = new Set([...main.matchAll(new RegExp(`\\$c${index}_(\\d+)(?:\\.v\\[|, )`, 'g'))].map((m) => m[1]!));
  const lost = [...read].find((column) => !worker.includes(`$c${column}.put(`));
  return lost === undefined ? undefined : `the replay takes values of column ${lost}, which no worker computes`;
}

/** Global names that generated code and the standard library may use. */
const EXTRA = ['globalThis', 'Symbol', 'process'];

/**
 * @param allowed globals that mean the same in a worker
 * @param body span of the construct's body in the source
 * @returns what is wrong, or undefined
 */
export function checkWorker(
  source: string,
  worker: string,
  path: string,
  body: Span,
  allowed: ReadonlySet<string>,
): string | undefined {
  const parsed = parse(worker, path);
  if (parsed.errors.length > 0) return `the worker module does not parse: ${parsed.errors[0]!.message}`;
  const scopes = resolveScopes(parsed.source);
  for (const symbol of scopes.root.symbols.values())
    if (symbol.kind === 'global' && !allowed.has(symbol.name) && !EXTRA.includes(symbol.name))
      return `the worker module uses '${symbol.name}', which it does not define`;
  return lostDefinition(source, path, body, parsed.source);
}

interface Count {
  reads: number;
  writes: number;
  declarations: number;
}

/** Definitions by name: P may not read a variable of the body of which it has lost a definition. */
function lostDefinition(source: string, path: string, body: Span, worker: ts.SourceFile): string | undefined {
  const original = parse(source, path).source;
  const before = countIn(original, (n) => n.pos >= body.start - 1 && n.end <= body.end);
  const run = findRun(worker);
  if (!run) return 'the worker module has no body';
  const after = countIn(worker, (n) => n.pos >= run.pos && n.end <= run.end);
  for (const [name, count] of after) {
    const was = before.get(name);
    if (was?.declarations !== 1 || count.declarations !== 1) continue;
    if (count.reads > 0 && count.writes < was.writes)
      return `the parallel part reads '${name}' but has lost a definition of it`;
  }
  return undefined;
}

/** Variables declared inside of a region, with their uses there. */
function countIn(source: ts.SourceFile, inside: (node: ts.Node) => boolean): Map<string, Count> {
  const counts = new Map<string, Count>();
  const seen = new Set<Sym>();
  const scopes = resolveScopes(source);
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && inside(node)) {
      const symbol = scopes.symbolOf(node);
      if (symbol && !seen.has(symbol) && symbol.kind !== 'global' && symbol.declarations.every(inside)) {
        seen.add(symbol);
        add(counts, symbol, inside);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return counts;
}

function add(counts: Map<string, Count>, symbol: Sym, inside: (node: ts.Node) => boolean): void {
  const count = counts.get(symbol.name) ?? { reads: 0, writes: 0, declarations: 0 };
  const uses = symbol.references.filter((r) => inside(r.node));
  count.reads += uses.filter((r) => r.read && !r.write).length;
  count.writes += uses.filter((r) => r.write).length;
  count.declarations += 1;
  counts.set(symbol.name, count);
}

function findRun(source: ts.SourceFile): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && ts.isIdentifier(node.left) && node.left.text === '$run') found = node.right;
    else if (!found) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
