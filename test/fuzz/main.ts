/** `npm run fuzz`. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzz, keep } from './fuzz.ts';
import { line, sensitivity, witnessOf } from './sensitivity.ts';
import { noteWitness, readNoticed } from './support/noticed.ts';
import type { Counts } from './support/protocol.ts';

const USAGE = `npm run fuzz -- [OPTION…]
  --count N        number of programs (1000)
  --seed S         seed of the first program (1)
  --workers        real worker threads; slower
  --eager          loops that are not worth it run in parallel too
  --no-shrink      leave failing programs as they are
  --sensitivity    switch off each rule in turn and count the wrong programs that are found then
  --only REGEXP    with --sensitivity: only rules whose name matches the regular expression
  --enough N       with --sensitivity: so many wrong programs of one rule are enough (1)
  --missing        with --sensitivity: only rules that NOTICED.md does not have
  --update         with --sensitivity: look anew for what notices each rule, and write it into NOTICED.md
  --codes          show which codes refused programs have
`;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'boolean', default: false },
    eager: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: true },
    sensitivity: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    enough: { type: 'string', default: '1' },
    update: { type: 'boolean', default: false },
    missing: { type: 'boolean', default: false },
    codes: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const started = performance.now();

function progress({ programs, accepted, wrong }: Counts): void {
  const rate = Math.round((programs * 1000) / (performance.now() - started));
  const end = process.stderr.isTTY ? '\r' : '\n';
  if (process.stderr.isTTY || programs % 1000 === 0) {
    process.stderr.write(`${programs} programs, ${accepted} accepted, ${wrong} wrong, ${rate} per second   ${end}`);
  }
}

if (values.help) {
  process.stdout.write(USAGE);
} else if (values.sensitivity) {
  const table = path('./NOTICED.md');
  const known = readNoticed(table);
  const only = new RegExp(values.only);
  const findings = await sensitivity({
    count: Number(values.count),
    seed: Number(values.seed),
    enough: Number(values.enough),
    wanted: (rule) => only.test(rule) && !(values.missing && known.has(rule)),
    known: values.update ? undefined : known,
    folder: path(`../.tmp/sensitivity-${process.pid}`),
    found: (finding) => {
      process.stdout.write(`${line(finding)}\n`);
      if (values.update || values.missing) noteWitness(table, finding.rule, witnessOf(finding));
    },
  });
  const unnoticed = findings.filter((finding) => witnessOf(finding) === undefined);
  process.stdout.write(`${JSON.stringify({ rules: findings.length, unnoticed: unnoticed.length })}\n`);
  process.exitCode = unnoticed.length > 0 ? 1 : 0;
} else {
  const { counts } = await fuzz({
    ...values,
    count: Number(values.count),
    seed: Number(values.seed),
    folder: path(`../.tmp/fuzz-${process.pid}`),
    progress,
    failure: (failure) => {
      const file = keep(failure, path('./failures'));
      process.stderr.write(`seed ${failure.seed}: ${failure.lines.join('\n  ')}\n  ${file}\n`);
    },
  });
  const { codes, ...numbers } = counts;
  if (values.codes) process.stderr.write(`${JSON.stringify(codes)}\n`);
  process.stdout.write(`${JSON.stringify(numbers)}\n`);
  process.exitCode = counts.wrong > 0 ? 1 : 0;
}
