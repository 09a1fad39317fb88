/** The entry that ts-patch loads with `require()`. Node 20.19 and later can load the ES module behind it that way. */
const { transformProgram } = require('./transform-program.js') as typeof import('./transform-program.js');

module.exports = transformProgram;
