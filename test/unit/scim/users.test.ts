import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newUser, openScimApp, PATCH_OP, type ScimAnswer, type ScimApp } from '../../support/scim-app.ts';

const NO_PROFILE = 'REQUIRED_FIELD_MISSING:user_must_have_one_entitlement_which_must_be_a_profileid;';
const replace = (value: unknown, path?: string): unknown => ({
  schemas: [PATCH_OP],
  Operations: [{ op: 'replace', ...(path ? { path } : {}), value }],
});

let scim: ScimApp;
let profileId: string;

beforeEach(async () => {
  scim = await openScimApp();
  profileId = scim.idOf('Profile', 'Name', 'Standard User');
});
afterEach(() => scim.close());

async function create(name: string, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await scim.call('POST', '/Users', newUser(name, profileId, more));
  expect(answer.status).toBe(201);
  return answer.body.id;
}

function permissionSet(name: string): string {
  return scim.data.put('PermissionSet', { Name: name, Label: name, IsOwnedByProfile: false, Type: 'Regular' });
}

describe('creating a user', () => {
  it('refuses one without a profile with 409 and the exact detail, in the body shape that breaks the RFC', async () => {
    const answer = await scim.call('POST', '/Users', newUser('ada', profileId, { entitlements: [] }));
    expect(answer.status).toBe(409);
    expect(answer.body).toEqual({
      schemas: '["urn:ietf:params:scim:api:messages:2.0:Error"]',
      detail: NO_PROFILE,
      status: 409,
    });
    expect(Object.keys(answer.body)).toEqual(['schemas', 'detail', 'status']);
  });

  it('answers 201 with the resource, its location and the caller as creator', async () => {
    const answer = await scim.call(
      'POST',
      '/Users',
      newUser('ada', profileId, {
        title: 'Analyst',
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Finance', employeeNumber: '7' },
      }),
    );
    expect(answer.status).toBe(201);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.headers['location']).toBe(`http://127.0.0.1:8080/services/scim/v2/Users/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      userName: 'ada@example.com',
      externalId: 'ada-fed',
      displayName: 'ada Example',
      nickName: 'ada@example.com',
      active: true,
      userType: 'Standard',
      locale: 'en_US',
      timezone: 'America/Los_Angeles',
      preferredLanguage: 'en_US',
      emailEncodingKey: 'UTF-8',
      title: 'Analyst',
      entitlements: [
        {
          value: profileId,
          $ref: `/Entitlements/${profileId}`,
          display: 'Standard User',
          type: 'Profile',
          primary: true,
        },
      ],
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
        department: 'Finance',
        employeeNumber: '7',
        organization: scim.data.orgId,
      },
    });
    expect(answer.body.meta.version).toMatch(/^[0-9a-f]{40}$/);
    expect(scim.data.rows('User', { Id: answer.body.id })[0]!['CreatedById']).toBe(scim.adminId);
  });

  it('concatenates every missing attribute into one detail', async () => {
    const answer = await scim.call('POST', '/Users', { schemas: [] });
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toBe(
      `REQUIRED_FIELD_MISSING:userName;REQUIRED_FIELD_MISSING:name.familyName;REQUIRED_FIELD_MISSING:email;${NO_PROFILE}`,
    );
  });

  it.each([
    [{ emails: [{ value: 'a@example.com' }, { value: 'b@example.com' }] }, 'INVALID:only_a_single_email_is_allowed;'],
    [{ addresses: [{ country: 'France' }, { country: 'Spain' }] }, 'INVALID:only_a_single_address_is_allowed;'],
    [{ phoneNumbers: [{ value: '1' }, { value: '2' }] }, 'INVALID:only_a_single_phone_is_allowed'],
    [{ roles: [] }, 'INVALID:user_must_have_only_one_role;'],
    [{ costCenter: '42' }, 'UNSUPPORTED_FIELD:costCenter;'],
    [{ name: { familyName: 'Example', middleName: '' } }, 'UNSUPPORTED_FIELD:name.middleName;'],
    [{ emails: 'ada@example.com' }, 'Expecting START_ARRAY But Found VALUE_STRING while parsing emails'],
    [{ title: 7 }, 'Expecting VALUE_STRING But Found VALUE_NUMBER_INT while parsing title'],
    [{ active: 'True' }, 'Expecting BOOLEAN But Found VALUE_STRING while parsing active'],
    [{ entitlements: [{ value: '00e000000000000AAA' }] }, 'INVALID: profile id is invalid : 00e000000000000AAA'],
  ])('refuses %j', async (more, detail) => {
    const answer = await scim.call('POST', '/Users', newUser('ada', profileId, more));
    expect([answer.status, answer.body.detail]).toEqual([409, detail]);
  });

  it('passes the platform message of a duplicate username on, whole', async () => {
    await create('ada');
    const answer = await scim.call('POST', '/Users', newUser('ada', profileId));
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toContain(
      'Insert failed. First exception on row 0; first error: DUPLICATE_USERNAME, Duplicate Username.<br>',
    );
  });

  it('takes names in any case, e-mails as plain texts and unknown entitlement prefixes, as the flat parser does', async () => {
    const answer = await scim.call('POST', '/Users', {
      username: 'grace@example.com',
      name: { familyName: 'Example' },
      emails: ['grace@example.com'],
      entitlements: [{ value: profileId }, { value: '0PG000000000000AAA' }],
    });
    expect(answer.status).toBe(201);
    expect(answer.body.userName).toBe('grace@example.com');
  });

  it('keeps the user and loses the message when a permission set cannot be assigned', async () => {
    const licensed = scim.data.put('PermissionSet', {
      Name: 'Licensed',
      Label: 'Licensed',
      IsOwnedByProfile: false,
      Type: 'Regular',
      LicenseId: scim.idOf('PermissionSetLicense', 'DeveloperName', 'SalesConsoleUser'),
    });
    const open = permissionSet('Open');
    const answer = await scim.call(
      'POST',
      '/Users',
      newUser('ada', profileId, { entitlements: [{ value: profileId }, { value: licensed }, { value: open }] }),
    );
    expect(answer.status).toBe(201);
    expect(answer.body.entitlements.map((entry: { display: string }) => entry.display)).toEqual([
      'Standard User',
      'Open',
    ]);
  });

  it('refuses a caller who may not manage users, and one without a session', async () => {
    const viewer = await create('viewer');
    expect((await scim.call('POST', '/Users', newUser('ada', profileId), { as: viewer })).status).toBe(403);
    const anonymous = await scim.call('POST', '/Users', newUser('ada', profileId), { as: null });
    expect([anonymous.status, anonymous.body]).toEqual([
      401,
      [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
    ]);
  });
});

describe('changing a user', () => {
  it('deactivates and reactivates by PATCH without a path', async () => {
    const id = await create('ada');
    const off = await scim.call('PATCH', `/Users/${id}`, replace({ active: false }));
    expect([off.status, off.body.active]).toEqual([200, false]);
    const on = await scim.call('PATCH', `/Users/${id}`, replace({ active: true }));
    expect([on.status, on.body.active]).toEqual([200, true]);
  });

  it("refuses Entra's scalar value with a path, and takes it with the switches on", async () => {
    const id = await create('ada');
    const entra = { schemas: [PATCH_OP], Operations: [{ op: 'Replace', path: 'active', value: 'False' }] };
    const refused = await scim.call('PATCH', `/Users/${id}`, entra);
    expect([refused.status, refused.body.detail]).toEqual([
      400,
      'Expecting START_OBJECT But Found VALUE_STRING while parsing value',
    ]);
    const lenient = await openScimApp(['scalarPath=accept', 'stringBooleans=accept']);
    const other = await lenient.call(
      'POST',
      '/Users',
      newUser('ada', lenient.idOf('Profile', 'Name', 'Standard User')),
    );
    const accepted = await lenient.call('PATCH', `/Users/${other.body.id}`, entra);
    expect([accepted.status, accepted.body.active]).toEqual([200, false]);
    await lenient.close();
  });

  it('adds several permission sets, replaces them all, and keeps them when only the profile changes', async () => {
    const [one, two, three] = [permissionSet('One'), permissionSet('Two'), permissionSet('Three')];
    const id = await create('ada');
    const names = (answer: ScimAnswer): string[] =>
      answer.body.entitlements.map((entry: { display: string }) => entry.display);
    const added = await scim.call('PATCH', `/Users/${id}`, {
      schemas: [PATCH_OP],
      Operations: [{ op: 'add', value: { entitlements: [{ value: one }, { value: two }] } }],
    });
    expect(names(added)).toEqual(['Standard User', 'One', 'Two']);
    expect(names(await scim.call('PATCH', `/Users/${id}`, replace({ entitlements: [{ value: three }] })))).toEqual([
      'Standard User',
      'Three',
    ]);
    const minimum = scim.idOf('Profile', 'Name', 'Minimum Access - Salesforce');
    expect(names(await scim.call('PATCH', `/Users/${id}`, replace({ entitlements: [{ value: minimum }] })))).toEqual([
      'Minimum Access - Salesforce',
      'Three',
    ]);
  });

  it('reports a duplicate assignment and undoes the whole request', async () => {
    const set = permissionSet('One');
    const id = await create('ada', { entitlements: [{ value: profileId }, { value: set }] });
    const answer = await scim.call('PATCH', `/Users/${id}`, {
      schemas: [PATCH_OP],
      Operations: [
        { op: 'replace', value: { title: 'Changed' } },
        { op: 'add', value: { entitlements: [{ value: set }] } },
      ],
    });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toMatch(/^INVALID:DUPLICATE_VALUE, .*;$/);
    expect((await scim.call('GET', `/Users/${id}`)).body.title).toBeUndefined();
  });

  it.each([
    [{ op: 'add', value: { entitlements: [{ value: '00e1' }] } }, 'INVALID: cannot have multiple profiles: (00e1)'],
    [{ op: 'replace', value: { entitlements: [{ value: '0PL1' }] } }, 'INVALID entitlement id: 0PL1'],
    [{ op: 'replace', value: { emails: [{ value: 'a' }, { value: 'b' }] } }, 'INVALID: User can only have one email'],
    [{ op: 'increment', value: {} }, 'INPROPER Operation: increment'],
    [{ op: 'remove' }, 'MISING PATH'],
    [{ op: 'remove', path: 'entitlements' }, 'INVALID: Cannot remove all entitlements. Use replace'],
    [{ op: 'remove', path: 'emails' }, 'FIELD CANNOT BE NULL: emails'],
    [{ op: 'remove', path: 'shoeSize' }, 'UNSUPPORTED_FIELD: shoeSize'],
  ])('refuses %j with 400', async (operation, detail) => {
    const id = await create('ada');
    const answer = await scim.call('PATCH', `/Users/${id}`, { schemas: [PATCH_OP], Operations: [operation] });
    expect([answer.status, answer.body.detail]).toEqual([400, detail]);
  });

  it('silently ignores a new userName, as documented, unless the switch says otherwise', async () => {
    const id = await create('ada');
    expect((await scim.call('PATCH', `/Users/${id}`, replace({ userName: 'new@example.com' }))).body.userName).toBe(
      'ada@example.com',
    );
  });

  it('removes single attributes by path', async () => {
    const id = await create('ada', { title: 'Analyst' });
    const answer = await scim.call('PATCH', `/Users/${id}`, {
      schemas: [PATCH_OP],
      Operations: [{ op: 'remove', path: 'title' }],
    });
    expect([answer.status, answer.body.title]).toEqual([200, undefined]);
  });

  it('wants the PatchOp schema', async () => {
    const id = await create('ada');
    expect((await scim.call('PATCH', `/Users/${id}`, { Operations: [] })).body.detail).toBe('Improper Schema.');
    expect((await scim.call('PATCH', `/Users/${id}`, { schemas: [PATCH_OP] })).body.detail).toBe('Improper Operations');
  });

  it('replaces by PUT: absent attributes are emptied and permission sets follow the list', async () => {
    const set = permissionSet('One');
    const id = await create('ada', { title: 'Analyst', entitlements: [{ value: profileId }, { value: set }] });
    const answer = await scim.call(
      'PUT',
      `/Users/${id}`,
      newUser('ada', profileId, {
        timezone: 'Europe/Berlin',
        locale: 'de_DE',
        preferredLanguage: 'de',
        emailEncodingKey: 'UTF-8',
        nickName: 'ada',
      }),
    );
    expect(answer.status).toBe(200);
    expect([answer.body.title, answer.body.timezone, answer.body.entitlements.length]).toEqual([
      undefined,
      'Europe/Berlin',
      1,
    ]);
    const other = await scim.call('PUT', `/Users/${id}`, newUser('ada', profileId, { id: scim.adminId }));
    expect(other.body.detail).toBe('INVALID:id_attribute_is_readonly;');
  });

  it('deactivates by DELETE with 204, and answers 404 the second time', async () => {
    const id = await create('ada');
    const gone = await scim.call('DELETE', `/Users/${id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await scim.call('GET', `/Users/${id}`)).body.active).toBe(false);
    const again = await scim.call('DELETE', `/Users/${id}`);
    expect([again.status, again.body.detail]).toEqual([
      404,
      `Resource http://127.0.0.1:8080/services/scim/v2/Users/${id} not found`,
    ]);
  });

  it('takes POST with X-HTTP-Method-Override for DELETE', async () => {
    const id = await create('ada');
    expect(
      (await scim.call('POST', `/Users/${id}`, {}, { headers: { 'x-http-method-override': 'DELETE' } })).status,
    ).toBe(204);
    expect((await scim.call('POST', `/Users/${id}`, {})).status).toBe(501);
  });
});
