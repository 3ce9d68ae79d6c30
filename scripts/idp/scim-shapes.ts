/** SCIM payloads that Salesforce accepts, as shapes (reference/scim.md §2, §3.1): each sample is checked before it is written. */
import { z } from 'zod';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[A-Za-z0-9]{15}$`));
const enterprise = z.strictObject({
  employeeNumber: z.string().optional(),
  division: z.string().optional(),
  department: z.string().optional(),
});

/** Exactly one email, exactly one profile; only what the service does not refuse. */
export const userBody = z.strictObject({
  schemas: z.tuple([z.literal(CORE), z.literal(ENTERPRISE)]),
  userName: z.email(),
  externalId: z.string().optional(),
  name: z.strictObject({ familyName: z.string().min(1), givenName: z.string() }),
  emails: z.tuple([z.strictObject({ type: z.literal('work'), primary: z.literal(true), value: z.email() })]),
  active: z.boolean(),
  title: z.string().optional(),
  entitlements: z
    .array(z.strictObject({ value: z.union([id('00e'), id('0PS')]) }))
    .refine((all) => all.filter(({ value }) => value.startsWith('00e')).length === 1, 'exactly one profile'),
  [ENTERPRISE]: enterprise.optional(),
});

/** Operations without a path: `path` with a scalar is refused (reference/scim.md §1.6). */
export const patchBody = z.strictObject({
  schemas: z.tuple([z.literal(PATCH_OP)]),
  Operations: z
    .array(
      z.strictObject({
        op: z.enum(['add', 'replace', 'remove']),
        path: z.literal('members').optional(),
        value: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1),
});

export const sample = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('GET'), path: z.string().startsWith('/') }),
  z.strictObject({ method: z.literal('POST'), path: z.literal('/Users'), body: userBody }),
  z.strictObject({ method: z.literal('PATCH'), path: z.string().regex(/^\/(Users|Groups)\//), body: patchBody }),
]);

export type Sample = z.infer<typeof sample>;
export const URNS = { CORE, ENTERPRISE, PATCH_OP } as const;
