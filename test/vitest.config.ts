import { defineConfig } from 'vitest/config';

/** `npx vitest run --root test <filter>`. Packages are imported by name: build first. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '.tmp/**', 'fixtures/**'],
    // Built packages and generated programs are loaded by Node itself, as in real use.
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//, /\/test\/\.tmp\//] } },
    // Tests start worker threads and processes: separate processes keep their environments apart.
    pool: 'forks',
    maxWorkers: 2,
    // Limits against hanging, far above what any test needs. Nothing asserts on time.
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
