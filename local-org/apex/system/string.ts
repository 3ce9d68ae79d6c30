/** `String` (Apex Reference, System Namespace, String Class), put together from its families. */
import type { SystemType } from '../runtime/contract.ts';
import { stringChanges } from './string/changes.ts';
import { stringEscapes } from './string/escapes.ts';
import { stringSearches } from './string/searches.ts';
import { stringStatics } from './string/statics.ts';
import { stringTests } from './string/tests.ts';

export const stringType: SystemType = {
  name: 'String',
  is: (value) => typeof value === 'string',
  statics: stringStatics,
  methods: { ...stringSearches, ...stringTests, ...stringChanges, ...stringEscapes },
};
