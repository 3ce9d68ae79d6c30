/** Starts oclif. Only reached on a Node that runs TypeScript. */
import { constants, enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Compiled modules, TypeScript with its types stripped included: without them every start does all of it again. They lie in
// this installation, as nobody else can write there; where this user cannot either, Node's own place has to do.
const compiled = fileURLToPath(new URL('../node_modules/.cache/scim-rollcall/compiled', import.meta.url));
if (enableCompileCache(compiled).status === constants.compileCacheStatus.FAILED) enableCompileCache();

// Nothing a user can act on: node:sqlite announces itself as experimental, and @salesforce/core warns of http on loopback.
const LOOPBACK_WARNING = /^Using insecure protocol: http: on url: http:\/\/(127\.0\.0\.1|localhost)\b/;
const emitWarning = process.emitWarning;
process.emitWarning = (warning, ...rest) => {
  const type = typeof rest[0] === 'object' ? rest[0]?.type : rest[0];
  const isNoise = type === 'ExperimentalWarning' || LOOPBACK_WARNING.test(String(warning));
  if (!isNoise) emitWarning.call(process, warning, ...rest);
};

const { execute, settings } = await import('@oclif/core');
settings.enableAutoTranspile = false;
await execute({ dir: import.meta.url });
