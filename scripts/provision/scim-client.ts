/** A small SCIM client: what an identity provider would send, over HTTP, with an OAuth token. */
import { ScimError } from '../command.ts';

export interface ScimClient {
  /** Answers the resource. Raises `ScimRequestFailed` with the server's detail, or `ScimAnswerUnreadable`. */
  post(path: string, body: unknown): Promise<ScimResource>;
  patch(path: string, body: unknown): Promise<ScimResource>;
  get(path: string): Promise<ScimResource>;
}

export interface ScimResource {
  id: string;
  [attribute: string]: unknown;
}

export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** How much of an answer an error repeats: enough to know whose page it is. */
const MAX_QUOTED_CHARACTERS = 500;

/** `scimUrl` is the base, e.g. `http://127.0.0.1:8080/services/scim/v2`. */
export function createScimClient(scimUrl: string, accessToken: string): ScimClient {
  const call = async (method: string, path: string, body?: unknown): Promise<ScimResource> => {
    const response = await fetch(`${scimUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new ScimError('ScimRequestFailed', `${method} ${path} answered ${response.status}: ${detailOf(text)}`);
    }
    try {
      return JSON.parse(text) as ScimResource;
    } catch (error) {
      const message = `${method} ${path} answered ${response.status} with something that is no JSON: ${beginning(text)}`;
      throw new ScimError('ScimAnswerUnreadable', message, { cause: error });
    }
  };
  return {
    post: (path, body) => call('POST', path, body),
    patch: (path, body) => call('PATCH', path, body),
    get: (path) => call('GET', path),
  };
}

/** Salesforce's error body may be no valid JSON (reference/scim.md §1.9): then the text itself is the best there is. */
function detailOf(text: string): string {
  return /"detail":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? beginning(text);
}

function beginning(text: string): string {
  return text.slice(0, MAX_QUOTED_CHARACTERS);
}
