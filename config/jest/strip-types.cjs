/** Jest transformer: removes the types with Node's own stripper, so tests run what `node` runs, on the same lines. */
const { createHash } = require('node:crypto');
const { stripTypeScriptTypes } = require('node:module');

module.exports = {
  getCacheKey: (source, file) => createHash('sha256').update(file).update('\0').update(source).digest('hex'),
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
};
