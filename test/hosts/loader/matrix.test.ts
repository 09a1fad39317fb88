/**
 * The loader on newer Nodes, which have other hooks. `PARLOOP_MATRIX=1` (or `22,26`) fetches them with npm; without it
 * these tests are skipped.
 */
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectTwoWorkers, lineOfThrow, serialOutput, temporaryFolder } from '../../support/app.ts';
import { copyOfApp, LOADER, node, parallel, project, REFUSED } from './node.ts';

const wanted = process.env.PARLOOP_MATRIX ?? '';
const VERSIONS = /\d\d/.test(wanted) ? wanted.split(',') : ['22', '24', '26'];

let serial: string;
beforeAll(async () => {
  serial = await serialOutput();
});

beforeEach(async () => {
  process.env.PARLOOP_CACHE = await temporaryFolder('cache');
});

describe.skipIf(wanted === '').each(VERSIONS)('Node %s', (version) => {
  const settings = { node: ['npx', '--yes', '--package', `node@${version}`, 'node'] as const };

  test('is the one that was asked for', async () => {
    const { stdout } = await node(['--version'], settings);
    expect(stdout).toMatch(new RegExp(`^v${version}\\.`));
  });

  test('the program prints what the serial one prints, twice, and two workers take part', async () => {
    const folder = await copyOfApp('matrix');
    for (const _run of ['compiled', 'cached']) {
      const { stdout, constructs } = await parallel([...LOADER, join(folder, 'main.ts')], settings);
      expect(stdout).toBe(serial);
      expectTwoWorkers(constructs);
    }
  });

  test('an error has the line of the source', async () => {
    const folder = await copyOfApp('matrix');
    const { stdout } = await parallel([...LOADER, join(folder, 'fail.ts')], settings);
    expect(JSON.parse(stdout).stack).toContain(`${folder}/${await lineOfThrow()}`);
  });

  test('a refused construct ends the process with a report', async () => {
    const folder = await project('refused', { 'main.ts': REFUSED });
    const { status, stdout, stderr } = await node([...LOADER, join(folder, 'main.ts')], settings);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/main\.ts:\d:\d+ - error PAR\d{4}:/);
  });

  test('nothing is said about experiments', async () => {
    const folder = await copyOfApp('matrix');
    const { stderr } = await parallel([...LOADER, join(folder, 'main.ts')], settings);
    expect(stderr).not.toMatch(/ExperimentalWarning|DeprecationWarning/);
  });
});
