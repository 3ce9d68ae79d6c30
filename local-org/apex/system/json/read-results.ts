/**
 * Results of DML and of mail as tests make them from JSON text, which no constructor does:
 * `{"success": false, "id": null, "errors": [{"message": "…", "statusCode": "…"}]}`. Names are those of the getters, in any
 * case ("Database.SaveResult Class" and its kin, "Messaging.SendEmailResult Class"); documents tell no more of the form.
 */
import type { DmlError, SaveResult } from '../../../data/types.ts';
import type { Runtime } from '../../runtime/contract.ts';
import { id18 } from '../../values/id.ts';
import { LeadConvertResult } from '../database/convert-lead.ts';
import { MergeResult } from '../database/merge.ts';
import { DatabaseError, DmlResult, resultTypes } from '../database/results.ts';
import { SendError, SendResult } from '../messaging/message-types.ts';
import type { Tree } from './parse.ts';

type Parts = Map<string, Tree>;

type ReadResult = (rt: Runtime, entries: [string, Tree][], typeName: string) => unknown;

const partsOf = (entries: [string, Tree][]): Parts =>
  new Map(entries.map(([name, value]) => [name.toLowerCase(), value]));

const dmlResult: ReadResult = (_rt, entries, typeName) => new DmlResult(typeName, saveResult(partsOf(entries)));

/** The reader of each result class, by its name. */
export const READ_RESULTS: Readonly<Record<string, ReadResult>> = {
  ...Object.fromEntries(resultTypes.map(({ name }) => [name, dmlResult])),
  'Database.Error': (_rt, entries) => new DatabaseError(oneError(partsOf(entries))),
  'Database.MergeResult': (_rt, entries) => {
    const parts = partsOf(entries);
    const result = saveResult(parts);
    return new MergeResult(result.id, result, idsAt(parts, 'mergedrecordids'), idsAt(parts, 'updatedrelatedids'));
  },
  'Database.LeadConvertResult': (_rt, entries) => {
    const parts = partsOf(entries);
    const errors = errorsAt(parts);
    const [leadId, accountId, contactId, opportunityId] = ['leadid', 'accountid', 'contactid', 'opportunityid'].map(
      (name) => idOf(parts.get(name)),
    );
    const result = new LeadConvertResult({
      leadId: leadId ?? '',
      accountId: accountId ?? null,
      contactId: contactId ?? null,
      opportunityId: opportunityId ?? null,
      errors,
    });
    result.values.LeadId = leadId ?? null;
    result.values.Success = truth(parts.get('success'));
    return result;
  },
  'Messaging.SendEmailResult': (_rt, entries) => {
    const parts = partsOf(entries);
    return new SendResult(errorsAt(parts), truth(parts.get('success')));
  },
  'Messaging.SendEmailError': (_rt, entries) => new SendError(oneError(partsOf(entries))),
};

function saveResult(parts: Parts): SaveResult {
  return {
    id: idOf(parts.get('id')),
    success: truth(parts.get('success')),
    created: truth(parts.get('created')),
    errors: errorsAt(parts),
  };
}

function errorsAt(parts: Parts): DmlError[] {
  return items(parts.get('errors')).flatMap((item) =>
    item.kind === 'object' ? [oneError(partsOf(item.entries))] : [],
  );
}

function oneError(parts: Parts): DmlError {
  return {
    statusCode: textOf(parts.get('statuscode')) ?? '',
    message: textOf(parts.get('message')) ?? '',
    fields: items(parts.get('fields')).flatMap((item) => textOf(item) ?? []),
  };
}

function idsAt(parts: Parts, name: string): string[] {
  return items(parts.get(name)).flatMap((item) => idOf(item) ?? []);
}

function idOf(tree: Tree | undefined): string | null {
  const text = textOf(tree);
  return text === undefined ? null : (id18(text) ?? text);
}

const items = (tree: Tree | undefined): Tree[] => (tree?.kind === 'array' ? tree.items : []);
const textOf = (tree: Tree | undefined): string | undefined => (tree?.kind === 'string' ? tree.value : undefined);
const truth = (tree: Tree | undefined): boolean => tree?.kind === 'boolean' && tree.value;
