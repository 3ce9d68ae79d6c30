/** Replaces the two conditions that packages leave to the bundler: the environment's name, and rendering on a server. */
import type { Plugin } from 'rollup';

export function productionConditions(): Plugin {
  return {
    name: 'scim-rollcall-production-conditions',
    transform(code) {
      if (!code.includes('process.env.NODE_ENV') && !code.includes('import.meta.env.SSR')) return null;
      return {
        code: code.replaceAll('process.env.NODE_ENV', '"production"').replaceAll('import.meta.env.SSR', 'false'),
        map: null,
      };
    },
  };
}
