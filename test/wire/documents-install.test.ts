/** The command examples that install the package, run as they are written, each document against an org without it. */
import { describe, expect, it } from '@jest/globals';
import { commandDocuments } from '../support/documents/blocks.ts';
import { aliasesOf, deploys, openSession, runDocument } from '../support/documents/run.ts';
import { startOrgProcess } from '../support/org-process.ts';

const DOCUMENT_MS = 600_000;
const SESSION_MS = 200_000;

const documents = commandDocuments();
const installing = documents.filter(deploys).map((document) => [document.file, document] as const);

describe('the examples that install the package', () => {
  it.each(installing)(
    'run as they are written in %s, against an org without it',
    async (_, document) => {
      const session = await openSession(await startOrgProcess([], undefined, SESSION_MS), aliasesOf(documents));
      try {
        expect((await runDocument(document, session)).problem).toBeUndefined();
      } finally {
        await session.close();
      }
    },
    DOCUMENT_MS,
  );
});
