/** The tests of test262: what they ask for, and the places in them that can be annotated. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface Test {
  /** Below the corpus. */
  readonly file: string;
  /** With annotations. */
  readonly source: string;
  readonly constructs: number;
  readonly isAsync: boolean;
  /** Whether to run in strict mode, in sloppy mode, or in both. */
  readonly modes: readonly boolean[];
  /** Text of the harness files that it includes. */
  readonly harness: string;
}

const METHODS = new Set(
  'map forEach filter flatMap some every find findIndex findLast findLastIndex reduce reduceRight'.split(' '),
);

const FOLDERS = [
  ...['block', 'break', 'continue', 'do-while', 'for', 'for-in', 'for-of', 'if', 'labeled', 'let', 'const', 'return'],
  ...['switch', 'throw', 'try', 'while', 'variable', 'generators', 'function', 'class'],
].map((name) => `test/language/statements/${name}`);

/** Folders that are taken when none is named. */
export const DEFAULT = [...FOLDERS, 'test/built-ins/Array', 'test/built-ins/TypedArray/prototype'];

/** A list of the front matter, `name: [a, b]` or one item a line. */
function listed(matter: string, name: string): string[] {
  const inline = new RegExp(`^${name}: *\\[([^\\]]*)\\]`, 'm').exec(matter)?.[1];
  if (inline !== undefined) return inline.split(',').map((item) => item.trim());
  const lines = new RegExp(`^${name}: *\\n((?: +- .*\\n?)+)`, 'm').exec(matter)?.[1] ?? '';
  return Array.from(lines.matchAll(/- *(\S+)/g), ([, item]) => item!);
}

/** The call whose value the statement is about. */
function callOf(node: ts.Statement): ts.Expression | undefined {
  if (ts.isReturnStatement(node)) return node.expression;
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.initializer;
  if (!ts.isExpressionStatement(node)) return undefined;
  const value = node.expression;
  return ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.EqualsToken ? value.right : value;
}

function canBeAnnotated(node: ts.Node): node is ts.Statement {
  if (!ts.isStatement(node)) return false;
  if (ts.isForStatement(node) || ts.isForOfStatement(node)) return true;
  const call = callOf(node);
  return (
    call !== undefined &&
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    METHODS.has(call.expression.name.text)
  );
}

/** Start of every statement that can be annotated, of a label in front of it first. */
function places(source: ts.SourceFile): number[] {
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    if (canBeAnnotated(node)) {
      let outer: ts.Node = node;
      while (ts.isLabeledStatement(outer.parent)) outer = outer.parent;
      found.push(outer.getStart(source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function annotated(text: string, at: readonly number[]): string {
  return at.reduceRight((source, start) => `${source.slice(0, start)}/* @parallel */ ${source.slice(start)}`, text);
}

export class Corpus {
  private readonly root: string;
  private readonly harness = new Map<string, string>();

  constructor(root: string) {
    this.root = root;
  }

  /** Tests with something to annotate. */
  *tests(folders: readonly string[]): Generator<Test> {
    for (const folder of folders) {
      for (const name of readdirSync(join(this.root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
        const test = name.endsWith('.js') && !name.includes('_FIXTURE') ? this.test(join(folder, name)) : undefined;
        if (test) yield test;
      }
    }
  }

  private test(file: string): Test | undefined {
    const text = readFileSync(join(this.root, file), 'utf8');
    const matter = /\/\*---([\s\S]*?)---\*\//.exec(text)?.[1] ?? '';
    const flags = listed(matter, 'flags');
    if (/^negative:/m.test(matter) || ['module', 'raw'].some((flag) => flags.includes(flag))) return undefined;
    const at = places(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS));
    if (at.length === 0) return undefined;
    const isAsync = flags.includes('async');
    const always = ['assert.js', 'sta.js', ...(isAsync ? ['doneprintHandle.js'] : [])];
    return {
      file,
      source: annotated(text, at),
      constructs: at.length,
      isAsync,
      modes: [...(flags.includes('onlyStrict') ? [] : [false]), ...(flags.includes('noStrict') ? [] : [true])],
      harness: [...always, ...listed(matter, 'includes')].map((name) => this.included(name)).join('\n'),
    };
  }

  private included(name: string): string {
    const known = this.harness.get(name) ?? readFileSync(join(this.root, 'harness', name), 'utf8');
    this.harness.set(name, known);
    return known;
  }
}
