/** Entries for what the embedded org does not have: they compile, so that ordinary code deploys, and say at run time what is missing. */
import { NotImplementedError } from '../../data/types.ts';
import type { SystemFunction } from '../runtime/contract.ts';

/** A function that raises NotImplementedError naming `what`; no Apex `catch` swallows it. */
export function refuse(what: string): SystemFunction {
  return () => {
    throw new NotImplementedError(what);
  };
}
