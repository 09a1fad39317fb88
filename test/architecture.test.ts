/** "Who may import whom" of the architecture, read off the import statements of every source file. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ts } from 'ts-morph';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** One import: `from` and local targets are paths below `packages/`, packages are named as they are. */
interface Edge {
  readonly from: string;
  readonly to: string;
  /** `import type` and the like: gone when the program runs. */
  readonly typeOnly: boolean;
}

interface Rule {
  readonly name: string;
  readonly forbids: (edge: Edge) => boolean;
  /** An edge that the rule must forbid: shows that it can fail. */
  readonly violation: Edge;
}

const STAGE = /^transform\/src\/([1-5]-[a-z]+)\//;
const stageOf = (path: string): string | undefined => STAGE.exec(path)?.[1];
const within = (path: string, ...folders: string[]): boolean => folders.some((folder) => path.startsWith(folder));
const edge = (from: string, to: string, typeOnly = false): Edge => ({ from, to, typeOnly });

/** Compilers: named here because nothing but the parsing rooms and the hosts may meet them. */
const COMPILERS = ['ts-morph', 'typescript', 'transform/src/syntax/ts.ts'];

/** Where a diagnostic may be made. The pipeline reports what no stage can: a file that does not parse or a failed validation. */
/** What `transform.ts` calls between the stages belongs to it. */
const PIPELINE = ['transform/src/transform.ts', 'transform/src/pipeline/'];

const REPORTERS = ['transform/src/1-find/', 'transform/src/3-plan/', ...PIPELINE, 'transform/src/hosts/'];

const RULES: readonly Rule[] = [
  {
    name: '1: a stage never imports another stage',
    forbids: ({ from, to }) => {
      const [here, there] = [stageOf(from), stageOf(to)];
      return here !== undefined && there !== undefined && here !== there;
    },
    violation: edge('transform/src/3-plan/slice.ts', 'transform/src/2-analyze/lower.ts'),
  },
  {
    name: '1: only transform.ts knows the pipeline; stages do not import it',
    forbids: ({ from, to, typeOnly }) =>
      stageOf(from) !== undefined && to === 'transform/src/transform.ts' && !typeOnly,
    violation: edge('transform/src/4-emit/emit.ts', 'transform/src/transform.ts'),
  },
  {
    name: '2: the AST ends with 2-analyze',
    forbids: ({ from, to }) =>
      within(
        from,
        'transform/src/3-plan/',
        'transform/src/4-emit/',
        'transform/src/diagnostics/',
        'transform/src/records/',
        'transform/src/stages.ts',
      ) &&
      (COMPILERS.includes(to) || within(to, 'transform/src/syntax/')),
    violation: edge('transform/src/3-plan/slice.ts', 'transform/src/syntax/ts.ts'),
  },
  {
    name: '3: the compiler imports only the contract of the runtime',
    forbids: ({ from, to }) =>
      within(from, 'transform/src/') && within(to, '@parloop/') && to !== '@parloop/runtime/contract',
    violation: edge('transform/src/4-emit/emit.ts', '@parloop/runtime'),
  },
  {
    name: '3: the runtime imports nothing of ours',
    forbids: ({ from, to }) =>
      within(from, 'runtime/src/') &&
      (within(to, '@parloop/') || (!within(to, 'runtime/src/', 'node:') && to.includes('/src/'))),
    violation: edge('runtime/src/run.ts', '@parloop/transform'),
  },
  {
    name: '3: only the rooms that parse meet a compiler',
    forbids: ({ from, to }) =>
      COMPILERS.includes(to) &&
      !within(
        from,
        'transform/src/syntax/',
        'transform/src/1-find/',
        'transform/src/2-analyze/',
        'transform/src/5-validate/',
        'transform/src/hosts/',
        ...PIPELINE,
      ),
    violation: edge('runtime/src/index.ts', 'ts-morph'),
  },
  {
    name: '4: node:* only where there is a process',
    forbids: ({ from, to }) =>
      within(to, 'node:') &&
      within(from, 'transform/src/', 'runtime/src/') &&
      !/\/(hosts|executors|worker)\//.test(from),
    violation: edge('transform/src/2-analyze/lower.ts', 'node:fs'),
  },
  {
    name: '5: only 1-find and 3-plan make diagnostics',
    forbids: ({ from, to }) => to === 'transform/src/diagnostics/report.ts' && !within(from, ...REPORTERS),
    violation: edge('transform/src/2-analyze/lower.ts', 'transform/src/diagnostics/report.ts'),
  },
  {
    name: '6: adapters see the public API, the hosts and the renderers, never a stage',
    forbids: ({ from, to }) =>
      within(from, 'vite-plugin/src/') &&
      (within(to, 'transform/src/', 'runtime/src/') ||
        /^@parloop\/transform\/(?!file-host$|diagnostics\/|package\.json$)/.test(to)),
    violation: edge('vite-plugin/src/vite.ts', 'transform/src/3-plan/slice.ts'),
  },
  {
    name: '7: no stage reads the disk through a host of its own',
    forbids: ({ from, to }) => !within(from, 'transform/src/hosts/') && within(to, 'transform/src/hosts/'),
    violation: edge('transform/src/2-analyze/lower.ts', 'transform/src/hosts/file-host.ts'),
  },
];

/** What a declaration leaves in the program: nothing, when all of it is types. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (clause === undefined) return false;
  const named = clause.namedBindings;
  return (
    clause.isTypeOnly ||
    (named !== undefined &&
      ts.isNamedImports(named) &&
      named.elements.length > 0 &&
      !clause.name &&
      named.elements.every((element) => element.isTypeOnly))
  );
}

/** The imports of a text: statements, re-exports and `import()` of a literal. */
export function edgesOf(from: string, text: string): Edge[] {
  const source = ts.createSourceFile(from, text, ts.ScriptTarget.Latest, true);
  const found: Edge[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    const to = specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier;
    found.push({ from, to, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      add((node.moduleSpecifier as ts.StringLiteral).text, isTypeOnly(node));
    }
    const argument =
      ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0];
    if (argument && ts.isStringLiteralLike(argument)) add(argument.text, false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** All imports of all sources of the packages. */
function allEdges(): Edge[] {
  const packages = join(ROOT, 'packages');
  return readdirSync(packages).flatMap((name) => {
    const folder = join(packages, name, 'src');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.[cm]?ts$/.test(path));
    return files.flatMap((path) => {
      const file = join(folder, path);
      return edgesOf(relative(packages, file).replaceAll('\\', '/'), readFileSync(file, 'utf8'));
    });
  });
}

const EDGES = allEdges();
const shown = ({ from, to }: Edge): string => `${from} → ${to}`;

describe('the reader of imports', () => {
  test('sees every kind of import', () =>
    expect(
      edgesOf(
        'a/src/x.ts',
        "import y from './y.ts';\nexport * from '../z.ts';\nimport type { T } from 't';\nimport { type U } from 'u';\nawait import('node:fs');\nimport 'side';",
      ),
    ).toEqual([
      edge('a/src/x.ts', 'a/src/y.ts'),
      edge('a/src/x.ts', 'a/z.ts'),
      edge('a/src/x.ts', 't', true),
      edge('a/src/x.ts', 'u', true),
      edge('a/src/x.ts', 'node:fs'),
      edge('a/src/x.ts', 'side'),
    ]));

  test('finds the sources', () => {
    expect(EDGES.length).toBeGreaterThan(50);
    expect(EDGES.map(shown)).toContain(
      'transform/src/diagnostics/report.ts → transform/src/diagnostics/catalogue/index.ts',
    );
  });
});

describe.each(RULES)('$name', ({ forbids, violation }) => {
  test('a violation is noticed', () => expect(forbids(violation)).toBe(true));
  test('holds', () => expect(EDGES.filter(forbids).map(shown)).toEqual([]));
});

/** TypeScript's own ways from offsets to lines. */
const LINE_MAPS = /\b(getLineAndCharacterOfPosition|getPositionOfLineAndCharacter|getLineStarts|computeLineStarts)\b/;

describe('5: only frame.ts knows lines and columns', () => {
  test('a violation is noticed', () => expect(LINE_MAPS.test('source.getLineAndCharacterOfPosition(0)')).toBe(true));
  test('holds', () => {
    const files = new Set(EDGES.map(({ from }) => from).filter((path) => path.startsWith('transform/src/')));
    const knowing = [...files].filter((path) => LINE_MAPS.test(readFileSync(join(ROOT, 'packages', path), 'utf8')));
    expect(knowing).toEqual([]);
  });
});

test('local imports name files that exist', () => {
  const files = new Set(EDGES.map(({ from }) => from));
  const known = (path: string) =>
    files.has(path) || readdirSync(join(ROOT, 'packages', dirname(path))).includes(posix.basename(path));
  expect(EDGES.filter(({ to }) => /^[a-z-]+\/src\//.test(to) && !known(to)).map(shown)).toEqual([]);
});
