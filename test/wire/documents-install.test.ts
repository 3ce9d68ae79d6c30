/**
 * The command examples that install the package, run as they are written: the first against an org without it, the others
 * against what that left; those that take it out again have an org of their own.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandDocuments, type CommandDocument } from '../support/documents/blocks.ts';
import { aliasesOf, deploys, openSession, runDocument, uninstalls, type Session } from '../support/documents/run.ts';
import { startOrgProcess } from '../support/org-process.ts';

const DOCUMENT_MS = 600_000;
const SESSION_MS = 200_000;

const documents = commandDocuments();
const installing = documents.filter(deploys);
const named = (of: CommandDocument[]) => of.map((document) => [document.file, document] as const);
const open = async (): Promise<Session> =>
  openSession(await startOrgProcess([], undefined, SESSION_MS), aliasesOf(documents));

describe('the examples that install the package', () => {
  let session: Session;
  beforeAll(async () => {
    session = await open();
  }, SESSION_MS);
  afterAll(() => session.close());

  it.each(named(installing.filter((document) => !uninstalls(document))))(
    'run as they are written in %s',
    async (_, document) => {
      expect((await runDocument(document, session)).problem).toBeUndefined();
    },
    DOCUMENT_MS,
  );
});

describe('the examples that install the package and take it out again', () => {
  it.each(named(installing.filter(uninstalls)))(
    'run as they are written in %s, against an org without it',
    async (_, document) => {
      const session = await open();
      try {
        expect((await runDocument(document, session)).problem).toBeUndefined();
      } finally {
        await session.close();
      }
    },
    DOCUMENT_MS,
  );
});
