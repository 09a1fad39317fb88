/**
 * How long the transform takes: every single-file fixture, warm, one after the other; each beside the time that
 * TypeScript alone takes to parse it. Cold: a process of its own, from its start to its first transformed file.
 *
 * `npm run bench:transform [-- --json]`
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@parloop/transform';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../fixtures', import.meta.url));
/** Warm-up, and runs of which the fastest counts: other processes only ever add time. */
const WARM = 1;
const RUNS = 3;

/** `KIND/TOPIC/name.ts`: fixtures without modules of their own. */
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => /^(ok|either|refuse)\/[^/]+\/[^/]+\.ts$/.test(path))
  .map((path) => ({ path: join(ROOT, path), name: path, text: readFileSync(join(ROOT, path), 'utf8') }));

const timed = (run) => {
  const start = performance.now();
  const result = run();
  return { result, ms: performance.now() - start };
};

const rows = files.map(({ name }) => ({ name, ms: Infinity, parse: Infinity, constructs: 1 }));
for (let round = 0; round < WARM + RUNS; round++) {
  for (const [i, { path, text }] of files.entries()) {
    const parsed = timed(() => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
    const { result, ms } = timed(() => transform(text, path));
    const row = rows[i];
    row.constructs = Math.max(1, result.constructs.length);
    if (round < WARM) continue;
    row.ms = Math.min(row.ms, ms);
    row.parse = Math.min(row.parse, parsed.ms);
  }
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const quantile = (values, q) => Number(sorted(values)[Math.floor((values.length - 1) * q)].toFixed(2));
const summary = (values) => ({
  median: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  max: quantile(values, 1),
});

function cold() {
  const script = `import { readFileSync } from 'node:fs'; import { transform } from '@parloop/transform';
    transform(readFileSync(${JSON.stringify(files[0].path)}, 'utf8'), ${JSON.stringify(files[0].path)});`;
  const here = fileURLToPath(new URL('.', import.meta.url));
  const run = () => spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: here });
  return quantile(
    Array.from({ length: 5 }, () => timed(run).ms),
    0.5,
  );
}

const report = {
  node: process.version,
  files: files.length,
  constructs: rows.reduce((sum, row) => sum + row.constructs, 0),
  msPerFile: summary(rows.map((row) => row.ms)),
  msPerConstruct: summary(rows.map((row) => row.ms / row.constructs)),
  timesParsing: summary(rows.map((row) => row.ms / row.parse)),
  coldProcessMs: cold(),
  slowest: rows
    .sort((a, b) => b.ms / b.constructs - a.ms / a.constructs)
    .slice(0, 5)
    .map(({ name, ms, constructs }) => ({ name, ms: Number(ms.toFixed(1)), constructs })),
};

if (process.argv.includes('--json')) console.log(JSON.stringify(report));
else {
  console.log(`${report.files} files, ${report.constructs} constructs, Node ${report.node}\n`);
  console.table({
    'ms per file': report.msPerFile,
    'ms per construct': report.msPerConstruct,
    'times the parsing': report.timesParsing,
  });
  console.log(`a process of its own, to the first transformed file: ${report.coldProcessMs} ms\n`);
  console.table(report.slowest);
}
