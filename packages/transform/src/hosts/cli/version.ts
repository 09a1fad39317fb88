import { readFileSync } from 'node:fs';

/** Version of this package, from its manifest. */
export function toolVersion(): string {
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return version;
}
