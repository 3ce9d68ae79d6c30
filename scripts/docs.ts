/** Writes docs/local-org.md, docs/errors.md, and the tables in docs/scim.md and docs/diagnose.md, from the tests and the source. `npm run docs`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { documents } from './docs/documents.ts';
import { ROOT } from './docs/walk.ts';

for (const [file, text] of documents()) {
  writeFileSync(path.join(ROOT, file), text);
  process.stdout.write(`${file}\n`);
}
