/**
 * What piscina loads in each new thread. Piscina calls `require`: a thread that is ended while `require` loads an ES module takes
 * the whole process with it (Node 20.20: "IsGraphAsync must be used on an instantiated module"), so this is CommonJS.
 */
module.exports = async (message: never): Promise<number> => {
  const { default: attach } = await import('./node.ts');
  return attach(message);
};
