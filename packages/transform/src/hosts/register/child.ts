/** `node child.js FILE`: compiles one module into the cache. */
import { createFileHost } from '../file-host.ts';
import { compile } from './compiler.ts';

const [, , file = ''] = process.argv;
const host = createFileHost();
compile(file, host.readFile(file) ?? '', host);
