/**
 * A scratch org for a run, by the public API of @salesforce/core: asked for with a username of its own, so that a request
 * whose answer was lost can be found in the Dev Hub, then followed to its end and logged in to.
 */
import { readFileSync } from 'node:fs';
import { Org, ScratchOrgCache, scratchOrgCreate, scratchOrgResume, StateAggregator } from '@salesforce/core';
import { Duration } from '@salesforce/kit';
import { ScimError } from '../command.ts';
import { quote } from '../soql.ts';
import type { Conversation } from './conversation.ts';
import { meaningOf } from '../requests/meaning.ts';
import type { ScratchRecord } from './record.ts';
import { STILL_RUNNING, Stopped, stopFor } from './stopped.ts';

/** For the deployment of the settings that the definition names. */
const SETTINGS_MINUTES = 10;

export interface ScratchWork {
  hub: Org;
  /** What is known of it so far; part of the run's record. */
  scratch: ScratchRecord;
  conversation: Conversation;
  /** Makes `scratch` durable. */
  save(): void;
}

/** Reads a definition file. Raises `ScratchDefinition` (exit 2) with the file and the parser's words. */
export function readDefinition(file: string, runId: string): Record<string, unknown> {
  const broken = (why: string, cause?: unknown): ScimError =>
    new ScimError('ScratchDefinition', `${file} is no scratch org definition: ${why}`, {
      actions: ['See config/project-scratch-def.json for one that works.'],
      exitCode: 2,
      cause,
    });
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw broken((error as Error).message, error);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw broken('it holds no object');
  const definition = content as Record<string, unknown>;
  if (typeof definition['edition'] !== 'string' && typeof definition['snapshot'] !== 'string')
    throw broken('it names neither an edition nor a snapshot');
  return { username: `rollcall-${runId.replaceAll('-', '').slice(0, 16)}@scratch.example.com`, ...definition };
}

/** The new org. Goes on with a request of an earlier process. Raises `Stopped`, or `ScratchOrgFailed` with what the hub says. */
export async function createScratch(work: ScratchWork): Promise<Org> {
  const { scratch, conversation } = work;
  if (scratch.username) return Org.create({ aliasOrUsername: scratch.username });
  await ask(work);
  const { username } = await followed(work);
  scratch.username = username;
  work.save();
  conversation.stopIfAsked();
  return Org.create({ aliasOrUsername: username });
}

/** After it, `scratch.request` is a request of the hub, and core's cache knows it. */
async function ask(work: ScratchWork): Promise<void> {
  const { scratch, conversation, hub } = work;
  if (scratch.request) return;
  const remember = (id: string): void => {
    scratch.request = id;
    work.save();
  };
  const find = async (): Promise<string | undefined> => {
    const id = await findRequest(work);
    if (id) await adopt(work, id);
    return id;
  };
  if (scratch.sent) {
    const found = await find();
    if (found) return remember(found);
  }
  // Nothing was sent yet, and what is not sent need not be looked for.
  conversation.stopIfAsked();
  scratch.sent = true;
  work.save();
  const create = async (): Promise<string> => {
    const { scratchOrgInfo } = await scratchOrgCreate({
      hubOrg: hub,
      orgConfig: scratch.definition,
      durationDays: scratch.durationDays,
      ...(scratch.alias ? { alias: scratch.alias } : {}),
      // Only asks; the id is kept before anything is waited for.
      wait: Duration.minutes(0),
      tracksSource: false,
    });
    return scratchOrgInfo!.Id!;
  };
  try {
    remember(await conversation.ensure(create, find));
  } catch (error) {
    if (error instanceof Stopped) throw error;
    nothingThere(work);
    throw failed(error);
  }
}

/** The hub made nothing: there is nothing to find, to follow or to delete. */
function nothingThere(work: ScratchWork): void {
  work.scratch.sent = false;
  delete work.scratch.request;
  work.save();
}

/** The request with the username that only this run has. */
async function findRequest({ hub, scratch, conversation }: ScratchWork): Promise<string | undefined> {
  const username = quote(String(scratch.definition['username']));
  const found = await conversation.read(() =>
    hub
      .getConnection()
      .query<{ Id: string }>(`SELECT Id FROM ScratchOrgInfo WHERE Username = '${username}' AND Status != 'Error'`),
  );
  return found.records[0]?.Id;
}

/** What core remembers when it asks for an org itself, so that it can go on with a request whose answer it never saw. */
async function adopt({ hub, scratch }: ScratchWork, id: string): Promise<void> {
  const cache = await ScratchOrgCache.create();
  const known = {
    hubUsername: hub.getUsername()!,
    hubBaseUrl: hub.getConnection().instanceUrl,
    definitionjson: scratch.definition as never,
    setDefault: false,
    tracksSource: false,
    ...(scratch.alias ? { alias: scratch.alias } : {}),
  };
  cache.set(id, known);
  await cache.write();
}

/** Waits until the hub has made the org, logs in to it, and deploys the settings of its definition. */
async function followed(work: ScratchWork): Promise<{ username: string }> {
  const { scratch, conversation } = work;
  const isRefused = (await made(work)) === 'Error';
  try {
    // The org is there or refused, so core only logs in, or says in its own words what the hub's code means.
    const { username } = await scratchOrgResume(scratch.request!, Duration.minutes(SETTINGS_MINUTES));
    return { username: username! };
  } catch (error) {
    const meaning = meaningOf(error);
    if (isRefused) nothingThere(work);
    throw isRefused || meaning === 'refused' ? failed(error) : stopFor(meaning, error, false);
  } finally {
    conversation.stopIfAsked();
  }
}

/** Answers the status in the end, `Active` or `Error`. Polls by itself: core's own polling cannot be interrupted. */
async function made({ hub, scratch, conversation }: ScratchWork): Promise<string> {
  const until = Date.now() + conversation.patience.wait;
  for (;;) {
    const { Status } = await conversation.read(() =>
      hub.getConnection().sobject('ScratchOrgInfo').retrieve(scratch.request!),
    );
    if (Status !== 'New' && Status !== 'Creating') return String(Status);
    if (Date.now() > until) {
      throw new Stopped('ScratchOrgPending', `The Dev Hub is still making the scratch org (${scratch.request}).`, {
        exitCode: STILL_RUNNING,
      });
    }
    await conversation.pause(conversation.patience.poll);
  }
}

function failed(error: unknown): ScimError {
  const { message, actions } = error as Error & { actions?: string[] };
  return new ScimError('ScratchOrgFailed', `The Dev Hub made no scratch org: ${message}`, {
    actions: actions ?? ['Check the definition file, and the limits: sf org list limits --target-org <hub>.'],
    cause: error,
  });
}

/** Deletes the run's scratch org and its login. Answers false when there is none to delete (any more). */
export async function deleteScratch({ hub, scratch, conversation }: Omit<ScratchWork, 'save'>): Promise<boolean> {
  if (scratch.username) {
    const org = await Org.create({ aliasOrUsername: scratch.username });
    try {
      await org.deleteFrom(hub);
      return true;
    } catch (error) {
      if (/scratchOrgNotFound/i.test((error as Error).name)) return false;
      throw error;
    }
  }
  const request =
    scratch.request ?? (scratch.sent ? await findRequest({ hub, scratch, conversation, save }) : undefined);
  if (!request) return false;
  const found = await conversation.read(() =>
    hub
      .getConnection()
      .query<{ Id: string; SignupUsername: string }>(
        `SELECT Id, SignupUsername FROM ActiveScratchOrg WHERE ScratchOrgInfoId = '${quote(request)}'`,
      ),
  );
  const active = found.records[0];
  if (!active) return false;
  if (await (await StateAggregator.getInstance()).orgs.exists(active.SignupUsername))
    return deleteScratch({ hub, scratch: { ...scratch, username: active.SignupUsername }, conversation });
  await hub.getConnection().sobject('ActiveScratchOrg').destroy(active.Id);
  return true;
}

const save = (): void => undefined;
