/** The app that a provider signs in with by OAuth: there, and with a user to run as (reference/metadata.md §4.3, §4.4). */
import { once, setup, type Examination, type Patient } from '../check.ts';
import { integrationUsernames } from '../identity-user.ts';

interface Policies {
  externalClientApplication: string;
  isClientCredentialsFlowEnabled?: unknown;
  clientCredentialsFlowUser?: string | null;
}

const POLICIES = 'ExtlClntAppOauthConfigurablePolicies';

export const appChecks: Examination[] = [
  {
    code: 'app-present',
    claim: 'The org has an External Client App for OAuth.',
    async examine(patient) {
      const names = await namesOf(patient, 'ExternalClientApplication');
      const link = setup.node(patient.url, 'ManageExternalClientApplication');
      if (names.length > 0) return { status: 'good', evidence: names.join(', '), link };
      const connected = await namesOf(patient, 'ConnectedApp');
      return {
        status: 'warning',
        evidence: `no External Client App${connected.length > 0 ? `; connected apps: ${connected.slice(0, 5).join(', ')}` : ' and no connected app'}`,
        fix: "Only for clients that sign in by OAuth: deploy force-app/integration-app. New connected apps are refused since Spring '26.",
        link,
      };
    },
  },
  {
    code: 'app-run-as',
    claim: 'Client credentials run as the integration user.',
    async examine(patient) {
      const link = setup.node(patient.url, 'ManageExternalClientApplication');
      const names = await namesOf(patient, POLICIES);
      if (names.length === 0) return { status: 'good', evidence: 'no app has OAuth policies', link };
      const read = patient.connection.metadata.read.bind(patient.connection.metadata) as unknown as (
        type: string,
        names: string[],
      ) => Promise<Policies | Policies[]>;
      const answer = await read(POLICIES, names.slice(0, 10));
      const flows = (Array.isArray(answer) ? answer : [answer]).filter(({ isClientCredentialsFlowEnabled: on }) =>
        ['true', true].includes(on as string),
      );
      if (flows.length === 0) return { status: 'good', evidence: 'no app has the client-credentials flow on', link };
      const known = integrationUsernames(patient).map((name) => name.toLowerCase());
      return flows.map(({ externalClientApplication: app, clientCredentialsFlowUser: user }) => {
        if (!user) {
          return {
            status: 'bad' as const,
            evidence: `${app}: the flow is on, and no user is chosen`,
            fix: 'Choose the integration user in the policies of the app; it must be API-only.',
            link,
          };
        }
        // In a sandbox the username has a suffix.
        const isKnown = known.some((name) => user.toLowerCase() === name || user.toLowerCase().startsWith(`${name}.`));
        return {
          status: isKnown ? ('good' as const) : ('warning' as const),
          evidence: `${app} runs as ${user}${isKnown ? '' : ', which no source names as its integration user'}`,
          ...(!isKnown && { fix: 'Name it in the Provisioning Source, or choose the integration user of the source.' }),
          link,
        };
      });
    },
  },
];

function namesOf(patient: Patient, type: string): Promise<string[]> {
  return once(patient, `list ${type}`, async () => {
    const listed = await patient.connection.metadata.list([{ type }]);
    return listed.map(({ fullName }) => fullName);
  });
}
