/** The metadata layer of the embedded org. Open the store first: the Apex engine reads its sources and labels from it. */
export { createMetadataEngine } from './engine.ts';
export type { MetadataEngineParts } from './engine.ts';
export { apexComponents } from './apex-components.ts';
export { approvalCatalog } from './approval-catalog.ts';
export { openComponentStore } from './store.ts';
export type { ComponentStore } from './store.ts';
export { readSourcePackage } from './package/source.ts';
export { compileAhead, lwcTasks } from './lwc/ahead.ts';
