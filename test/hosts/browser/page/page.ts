/** Runs the app, which prints its result to the console, and leaves the statistics where the test finds them. */
import { configure, stats } from '@parloop/runtime';

configure({ workers: 2, minWork: 0 });
Object.assign(globalThis, { statistics: stats });
void import('../../app/main.ts');
