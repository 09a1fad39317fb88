/**
 * Headers that have no closed form (`i *= 2`, `i < j`, `i < n && i < m`, `i--` as the condition) as text that is run at
 * entry with an empty body. The text is a function of everything that it mentions: a closure would slow the loop down.
 */
import type { Header } from '../records/graph.ts';
import { bare, isAssignment } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { symbolOf } from './context.ts';
import { guardedText } from './entry-text.ts';
import type { Start } from './header-moves.ts';
import { CONSTANT_MEMBERS } from './knowledge/globals.ts';
import type { Lowering } from './lowering.ts';

const K = ts.SyntaxKind;

type Run = Omit<NonNullable<Extract<Header, { kind: 'for' }>['run']>, 'exprs'>;

export interface RunParts {
  readonly counters: readonly Sym[];
  readonly starts: readonly Start[];
  readonly condition: ts.Expression;
  readonly updates: readonly ts.Expression[];
}

/** The text, or the first part that cannot be evaluated apart from the loop. */
export function runText(l: Lowering, { counters, starts, condition, updates }: RunParts): Run | { wrong: ts.Node } {
  const writer = new Writer(l, counters);
  for (const c of counters) if (!starts.some((s) => s.symbol === c)) writer.parameters.set(c.name, c.name);
  const init = starts.map((s) => `${s.symbol.name} = ${writer.text(s.value)}`).join(', ');
  const test = writer.text(condition);
  const update = updates.map((u) => writer.text(u)).join(', ');
  if (writer.wrong) return { wrong: writer.wrong };
  const loop = `for (${init && `let ${init}`}; ${test}; ${update}) $put(${counters.map((c) => c.name).join(', ')});`;
  return { loop, parameters: [...writer.parameters.keys()], values: [...writer.parameters.values()] };
}

class Writer {
  /** Name → text of its value at entry. */
  readonly parameters = new Map<string, string>();
  wrong: ts.Node | undefined;
  private readonly l: Lowering;
  private readonly counters: readonly Sym[];

  constructor(l: Lowering, counters: readonly Sym[]) {
    this.l = l;
    this.counters = counters;
  }

  text(expression: ts.Expression): string {
    const node = bare(expression);
    if (ts.isNumericLiteral(node)) return node.text;
    if (ts.isIdentifier(node)) return this.name(node);
    if (ts.isPropertyAccessExpression(node)) return this.path(node);
    if (ts.isPrefixUnaryExpression(node)) return `(${ts.tokenToString(node.operator)}${this.text(node.operand)})`;
    if (ts.isPostfixUnaryExpression(node)) return `(${this.text(node.operand)}${ts.tokenToString(node.operator)})`;
    if (ts.isConditionalExpression(node))
      return `(${this.text(node.condition)} ? ${this.text(node.whenTrue)} : ${this.text(node.whenFalse)})`;
    if (ts.isBinaryExpression(node)) return this.binary(node);
    if (ts.isCallExpression(node)) return this.call(node);
    return this.fail(node);
  }

  private fail(node: ts.Node): string {
    this.wrong ??= node;
    return '';
  }

  private isCounter(node: ts.Expression): boolean {
    const inner = bare(node);
    const symbol = ts.isIdentifier(inner) ? symbolOf(this.l.ctx, inner) : undefined;
    return symbol !== undefined && this.counters.includes(symbol);
  }

  private name(node: ts.Identifier): string {
    const symbol = symbolOf(this.l.ctx, node);
    if (symbol && symbol.kind !== 'global' && !this.counters.includes(symbol))
      this.parameters.set(node.text, node.text);
    return node.text;
  }

  private binary(node: ts.BinaryExpression): string {
    const { kind } = node.operatorToken;
    if (isAssignment(kind) && !this.isCounter(node.left)) return this.fail(node);
    if (kind === K.InKeyword || kind === K.InstanceOfKeyword) return this.fail(node);
    return `(${this.text(node.left)} ${node.operatorToken.getText()} ${this.text(node.right)})`;
  }

  /** `Math.sqrt(n)` and the like. */
  private call(node: ts.CallExpression): string {
    const callee = node.expression;
    const isMath =
      ts.isPropertyAccessExpression(callee) &&
      ts.isIdentifier(callee.expression) &&
      callee.expression.text === 'Math' &&
      callee.name.text !== 'random' &&
      symbolOf(this.l.ctx, callee.expression)?.kind === 'global';
    if (!isMath || node.questionDotToken) return this.fail(node);
    return `Math.${callee.name.text}(${node.arguments.map((a) => this.text(a)).join(', ')})`;
  }

  /** `xs.length`: its value at entry. */
  private path(node: ts.PropertyAccessExpression): string {
    const base = bare(node.expression);
    if (ts.isIdentifier(base) && CONSTANT_MEMBERS.has(base.text)) return `${base.text}.${node.name.text}`;
    if (!isFixedPath(node) || this.isCounter(rootOf(node))) return this.fail(node);
    const value = guardedText(this.l.ctx, node);
    if (value === undefined) return this.fail(node);
    const known = [...this.parameters].find(([, text]) => text === value)?.[0];
    const name = known ?? `$p${this.parameters.size}`;
    this.parameters.set(name, value);
    return name;
  }
}

const isFixedPath = (node: ts.Expression): boolean => {
  const inner = bare(node);
  if (ts.isIdentifier(inner)) return true;
  return ts.isPropertyAccessExpression(inner) && !inner.questionDotToken && isFixedPath(inner.expression);
};

const rootOf = (node: ts.Expression): ts.Expression => {
  const inner = bare(node);
  return ts.isPropertyAccessExpression(inner) ? rootOf(inner.expression) : inner;
};
