/** Errors as they are pasted, and what is made of them. */
import { describe, expect, it } from '@jest/globals';
import { explain } from '../../../../scripts/explain/index.ts';
import { maskSecrets } from '../../../../scripts/explain/mask.ts';
import { CONFIDENCES, knowledge } from '../../../../scripts/explain/knowledge.ts';

const codesOf = (text: string): string[] => explain(text).explanations.map(({ code }) => code);

describe('what is known', () => {
  it.each(knowledge().map(({ code, says }) => [code, says ?? code]))('%s is recognized in: %s', (code, says) => {
    const answer = explain(says);
    expect(answer.certain).toBe(true);
    expect(answer.explanations[0]?.code).toBe(code);
  });

  it.each(knowledge().map((entry) => [entry.code, entry] as const))(
    '%s says why, what to do and how to check',
    (_, entry) => {
      for (const text of [entry.title, entry.cause, entry.idp, entry.salesforce, entry.check, entry.source]) {
        expect(text.trim().length).toBeGreaterThan(5);
      }
      for (const text of [entry.cause, entry.idp, entry.salesforce]) expect(text).toMatch(/[.!:)…"]$|\d$/);
      expect(CONFIDENCES).toContain(entry.confidence);
    },
  );

  it('has every code once', () => {
    const codes = knowledge().map(({ code }) => code);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
    expect(codes.length).toBeGreaterThan(120);
  });

  it('names in the texts what the error names', () => {
    expect(explain('UNSUPPORTED_FIELD:costCenter;').explanations[0]).toMatchObject({
      idp: expect.stringContaining('Delete the mapping of "costCenter"'),
    });
    expect(explain('Permission ViewAllData depends on permission(s): ViewSetup').explanations[0]).toMatchObject({
      cause: expect.stringContaining('ViewAllData needs ViewSetup in the same file'),
    });
  });
});

describe('pasted text', () => {
  const missing = 'REQUIRED_FIELD_MISSING:user_must_have_one_entitlement_which_must_be_a_profileid;';

  it("holds Salesforce's error body, which is no valid JSON", () => {
    const body = `{"schemas":"["urn:ietf:params:scim:api:messages:2.0:Error"]","detail":"${missing}","status":409}`;
    expect(() => JSON.parse(body)).toThrow();
    expect(codesOf(body)).toEqual(['scim-profile-missing']);
  });

  it('holds the same body as text inside the JSON of a provider', () => {
    const reply = JSON.stringify({ schemas: '["urn:x"]', detail: missing, status: 409 });
    const log = JSON.stringify({
      statusInfo: { errorCode: 'SystemForCrossDomainIdentityManagementServiceIncompatibleFiltering', details: reply },
    });
    expect(codesOf(log)).toEqual(['scim-profile-missing', 'entra-incompatible-filtering']);
  });

  it('holds several errors in one detail, and each is explained', () => {
    expect(codesOf(`{"detail":"${missing}UNSUPPORTED_FIELD:name.middleName;","status":409}`)).toEqual([
      'scim-profile-missing',
      'scim-unsupported-attribute',
    ]);
  });

  it('is a SOAP fault', () => {
    expect(
      codesOf(
        '<soapenv:Fault><faultcode>sf:INVALID_OPERATION</faultcode><faultstring>INVALID_OPERATION: SOAP API login() is disabled by default in this org</faultstring></soapenv:Fault>',
      ),
    ).toEqual(['soap-login-disabled']);
  });

  it('is a block of many lines around the error, with escapes of HTML', () => {
    const block = [
      '2026-01-02 03:04:05 POST /Users',
      '&quot;DUPLICATE_USERNAME, Duplicate Username.&lt;br&gt;The username&quot;',
      'retry',
    ];
    expect(codesOf(block.join('\r\n'))).toEqual(['duplicate-username']);
  });

  it('is an entry of the provisioning log of Entra, as its API gives it', () => {
    const entry = {
      activityDateTime: '2026-11-30T10:00:00Z',
      provisioningAction: 'create',
      provisioningStatusInfo: {
        status: 'failure',
        errorInformation: {
          errorCode: 'SystemForCrossDomainIdentityManagementServiceIncompatibleFiltering',
          reason: `Message: StatusCode: Conflict Message: Processing of the HTTP request resulted in an exception. Please see the HTTP response returned by the 'Response' property of this exception for details. Web Response: {"schemas":"["urn:ietf:params:scim:api:messages:2.0:Error"]","detail":"${missing}","status":409}. This operation was retried 0 times.`,
          recommendedAction: null,
        },
      },
      provisioningSteps: [
        { name: 'EntryExportAdd', status: 'failure', description: 'Failed to create User in Salesforce' },
      ],
    };
    expect(codesOf(JSON.stringify(entry, null, 2))).toEqual(['scim-profile-missing', 'entra-incompatible-filtering']);
  });

  it('is an event of the System Log of Okta', () => {
    const event = {
      eventType: 'application.provision.user.push',
      outcome: {
        result: 'FAILURE',
        reason:
          'Automatic provisioning of user Ada Example to app Salesforce.com failed: Error while trying to create user: LICENSE_LIMIT_EXCEEDED, License Limit Exceeded - Salesforce: []',
      },
      target: [{ type: 'AppUser', alternateId: 'ada@example.com' }],
    };
    expect(codesOf(JSON.stringify([event]))).toEqual(['license-limit', 'okta-provisioning-failed']);
  });

  it('is one JSON object a line, as exports have it', () => {
    const lines = [
      { detail: missing },
      { message: 'fine' },
      { message: 'UNABLE_TO_LOCK_ROW, unable to obtain exclusive access' },
    ];
    expect(codesOf(lines.map((line) => JSON.stringify(line)).join('\n'))).toEqual(['scim-profile-missing', 'row-lock']);
  });

  it('is escaped for HTML, by name, by number or twice', () => {
    const escaped = ['&quot;', '&#34;', '&#x22;', '&amp;quot;'];
    for (const quote of escaped) {
      expect(
        codesOf(`{${quote}detail${quote}:${quote}UNSUPPORTED_FIELD:costCenter;${quote},${quote}status${quote}:409}`),
      ).toEqual(['scim-unsupported-attribute']);
    }
    expect(() => explain('&#x110000; &#0; &#99999999;')).not.toThrow();
  });

  it('may hold an unknown error beside known ones, which is said and not dropped', () => {
    const answer = explain(`{"detail":"${missing}INVALID_GIZMO:the gizmo is refused;","status":409}`);
    expect(answer.explanations.map(({ code }) => code)).toEqual(['scim-profile-missing']);
    expect(answer.unrecognized).toEqual(['INVALID_GIZMO:the gizmo is refused']);
  });

  it('shows no secret among what it does not know', () => {
    const answer = explain(`{"detail":"${missing}ODD_ERROR:token 00Dxx0000001gEH!AQcAQCANARY refused;","status":409}`);
    expect(answer.unrecognized.join()).toContain('ODD_ERROR');
    expect(JSON.stringify(answer)).not.toContain('CANARY');
  });

  it('tells the more telling words first', () => {
    expect(codesOf('{"error":"invalid_grant","error_description":"no client credentials user enabled"}')).toEqual([
      'oauth-no-run-as',
      'oauth-grant',
    ]);
  });

  it('is found at the far end of a line of a hundred thousand characters', () => {
    expect(codesOf(`${'x '.repeat(50_000)}${missing}`)).toEqual(['scim-profile-missing']);
  });

  it('is not taken for another code that only begins alike', () => {
    expect(codesOf('NOT_EXPECTED_PRIVILEGED')).toEqual(['NOT_EXPECTED_PRIVILEGED']);
    expect(codesOf('NOT_EXPECTED')).toEqual(['NOT_EXPECTED']);
  });
});

describe('what is not known', () => {
  it('gets the nearest matches, marked as guesses', () => {
    const answer = explain('The user is the default owner of something and cannot be deactivated');
    expect(answer.certain).toBe(false);
    expect(answer.explanations.length).toBeGreaterThan(0);
    expect(answer.explanations.length).toBeLessThanOrEqual(3);
    expect(answer.explanations.map(({ code }) => code).join()).toContain('deactivate-');
  });

  it('gets nothing when nothing looks like it', () => {
    expect(explain('xyzzy plugh')).toEqual({ certain: false, explanations: [], unrecognized: [] });
  });
});

describe('secrets in pasted text', () => {
  const CANARIES = {
    session: '00Dxx0000001gEH!AQcAQCANARYsession.1_x',
    bearer: 'canaryBearer123',
    basic: 'Y2FuYXJ5OmJhc2lj',
    jwt: 'eyJhbGciOi.eyJjYW5hcnki.c2lnbmF0dXJl',
    secret: 'canarySecret9',
    password: 'canaryPassword!7',
    form: 'canaryForm5',
  };
  const text = [
    missingWith(`Authorization: Bearer ${CANARIES.bearer}`),
    missingWith(`Authorization: Basic ${CANARIES.basic}`),
    missingWith(`token ${CANARIES.session} and ${CANARIES.jwt}`),
    missingWith(`"client_secret":"${CANARIES.secret}"`),
    missingWith(`<password>${CANARIES.password}</password>`),
    missingWith(`grant_type=password&password=${CANARIES.form}&client_id=x`),
  ];

  it.each(Object.entries(CANARIES))('are masked in what is shown: %s', (_, canary) => {
    for (const line of text) expect(JSON.stringify(explain(line))).not.toContain(canary);
    expect(JSON.stringify(explain(text.join('\n')))).not.toContain(canary);
  });

  it.each([
    ['words between quotation marks', '{"password":"canary one two","x":1}'],
    ['quotation marks within', '{"client_secret":"a\\"canary","x":1}'],
    ['JSON inside JSON', JSON.stringify({ body: JSON.stringify({ password: 'canary one two' }) })],
    [
      'JSON inside JSON inside JSON',
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ refresh_token: 'canary x' }) }) }),
    ],
  ])('are masked whole: %s', (_, text) => {
    expect(maskSecrets(text)).not.toMatch(/canary|one|two/);
  });

  it('are told from names that only hold the word', () => {
    const config = '{"changePassword":{"supported":true},"secretary":"Ada"}';
    expect(maskSecrets(config)).toBe(config);
  });

  it('are masked in guesses too', () => {
    expect(
      JSON.stringify(explain(`nobody knows "access_token":"${CANARIES.secret}" the default owner of cases`)),
    ).not.toContain(CANARIES.secret);
  });

  function missingWith(part: string): string {
    return `REQUEST_LIMIT_EXCEEDED ${part}`;
  }
});
