/**
 * Every command example, of the documents and of `--help`, run as it is written against an embedded org. Those that install
 * the package are in documents-install.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandDocuments, type CommandDocument } from '../support/documents/blocks.ts';
import { aliasesOf, deploys, openSession, runDocument, type Session } from '../support/documents/run.ts';
import { NOT_RUN } from '../support/documents/stand-in.ts';
import { startOrgProcess } from '../support/org-process.ts';

const DOCUMENT_MS = 600_000;
const SESSION_MS = 200_000;

const documents = commandDocuments();
const named = (of: CommandDocument[]) => of.map((document) => [document.file, document] as const);

describe('the examples for an org that has the package', () => {
  let session: Session;
  beforeAll(async () => {
    const org = await startOrgProcess(['--package', '--seed', '10'], undefined, SESSION_MS);
    session = await openSession(org, aliasesOf(documents));
  }, SESSION_MS);
  afterAll(() => session.close());

  it.each(named(documents.filter((document) => !deploys(document))))(
    'run as they are written in %s',
    async (_, document) => {
      expect((await runDocument(document, session)).problem).toBeUndefined();
    },
    DOCUMENT_MS,
  );
});

describe('the commands that are not run', () => {
  it('are left out only for a reason', () => {
    for (const { command, because } of NOT_RUN)
      expect([command.source, because.length > 10]).toEqual([command.source, true]);
  });
});
