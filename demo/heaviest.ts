/**
 * Which packages weigh most? Reads every JavaScript and TypeScript file below a folder and prints what they come to.
 *
 *     parloop run demo/heaviest.ts -- [FOLDER]      default: node_modules
 *
 * Ordinary TypeScript: the comment above the inner loop is the only thing that parloop needs.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import cliProgress from 'cli-progress';
import { analyse } from './analyse.ts';
import { inBatches, sourceFiles } from './source-files.ts';
import { type FileStats, table } from './table.ts';

const BATCH = 256;
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

const root = process.argv[2] ?? 'node_modules';
const files = sourceFiles(root);
const rows: FileStats[] = [];

const bar = new cliProgress.SingleBar({
  format: '{bar} {percentage}% {value}/{total} files',
  noTTYOutput: true,
  fps: 2,
});
bar.start(files.length, 0);
const started = performance.now();

for (const batch of inBatches(files, BATCH)) {
  // @parallel schedule(dynamic, 4)
  for (const path of batch) {
    const bytes = readFileSync(path);
    const { words, signs, longestLine } = analyse(bytes.toString('utf8'));
    rows.push({
      path,
      bytes: bytes.length,
      gzip: gzipSync(bytes).length,
      brotli: brotliCompressSync(bytes, QUALITY).length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      words,
      signs,
      longestLine,
    });
  }
  bar.update(rows.length);
}

const loopMs = performance.now() - started;
bar.stop();
console.log(table(root, rows));
process.send?.({ loopMs });
