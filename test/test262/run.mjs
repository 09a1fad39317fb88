/** Makes the runner loadable for Node and runs it: `node test/test262/run.mjs CORPUS [FOLDER…]`. */
import { rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = path(`../.tmp/test262-${process.pid}`);
await build({
  entryPoints: { main: path('./main.ts'), realm: path('./realm.ts') },
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  external: ['@parloop/transform', 'esbuild', 'typescript', 'piscina'],
});
try {
  await import(pathToFileURL(`${folder}/main.mjs`).href);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
