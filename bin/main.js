/** Starts oclif. Only reached on a Node that runs TypeScript. */
import { enableCompileCache } from 'node:module';

enableCompileCache();

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
