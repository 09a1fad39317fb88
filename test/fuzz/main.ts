/** `npm run fuzz`. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzz, keep } from './fuzz.ts';
import type { Counts } from './support/protocol.ts';
import { SABOTAGES } from './support/sabotage.ts';

const USAGE = `npm run fuzz -- [OPTION…]
  --count N        number of programs (1000)
  --seed S         seed of the first program (1)
  --workers        real worker threads; slower
  --no-shrink      leave failing programs as they are
  --sabotage NAME  a deliberately wrong transform: ${Object.keys(SABOTAGES).join(', ')}
  --codes          show which codes refused programs have
`;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: true },
    sabotage: { type: 'string' },
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
