/** Prints `N passed, N failed, N skipped` from vitest's JSON report; fails when no test ran or one failed. */
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const skipped = report.numPendingTests + report.numTodoTests;
// A file that does not even load has no failed test of its own.
const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
for (const { name, message } of unloaded) console.log(`did not load: ${name}: ${message}`);
const failed = report.numFailedTests + unloaded.length;
console.log(`${report.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && report.numPassedTests > 0 ? 0 : 1;
