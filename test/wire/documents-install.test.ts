/**
 * The command examples that install the package, run as they are written: the first against an org without it, the others
 * against what that left, and those that take it out again at the end.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandDocuments } from '../support/documents/blocks.ts';
import { aliasesOf, deploys, openSession, runDocument, uninstalls, type Session } from '../support/documents/run.ts';
import { startOrgProcess } from '../support/org-process.ts';

const DOCUMENT_MS = 600_000;
const SESSION_MS = 200_000;

const documents = commandDocuments();
const installing = documents.filter(deploys).sort((a, b) => Number(uninstalls(a)) - Number(uninstalls(b)));

describe('the examples that install the package', () => {
  let session: Session;
  beforeAll(async () => {
    session = await openSession(await startOrgProcess([], undefined, SESSION_MS), aliasesOf(documents));
  }, SESSION_MS);
  afterAll(() => session.close());

  it.each(installing.map((document) => [document.file, document] as const))(
    'run as they are written in %s',
    async (_, document) => {
      expect((await runDocument(document, session)).problem).toBeUndefined();
    },
    DOCUMENT_MS,
  );
});
