/**
 * Services that the embedded org does not have. Each compiles, so that ordinary code deploys, and says clearly at run
 * time what is missing.
 */
import type { SystemType } from '../runtime/contract.ts';
import { refuse } from './refuse.ts';

function statics(name: string, ...methods: string[]): SystemType {
  return { name, statics: Object.fromEntries(methods.map((method) => [method, refuse(`${name}.${method}`)])) };
}

export const refusedTypes: SystemType[] = [statics('Approval', 'process', 'lock', 'unlock', 'isLocked')];
