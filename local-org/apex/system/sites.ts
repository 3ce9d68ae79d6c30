/**
 * What Apex can ask about sites: the embedded org runs none, so code runs outside of any. Answers are those that the Apex
 * Reference ("Site Class", "Network Class") states for a request that is no site's, and those that the tests of the
 * controllers which the platform generates with a site (SiteLoginController, LightningSelfRegisterController …) expect.
 */
import { NotImplementedError } from '../../data/types.ts';
import { isEmailAddress } from '../../data/dml/values.ts';
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { requiredFirst } from './arguments.ts';

const nothing: SystemFunction = () => null;
const blank: SystemFunction = () => '';
const no: SystemFunction = () => false;

const site: SystemType = {
  name: 'Site',
  statics: {
    getSiteId: nothing,
    getName: nothing,
    getMasterLabel: nothing,
    getOriginalUrl: nothing,
    getBaseCustomUrl: blank,
    getBaseInsecureUrl: blank,
    getBaseRequestUrl: blank,
    getBaseSecureUrl: blank,
    getBaseUrl: blank,
    getCurrentSiteUrl: blank,
    getCustomWebAddress: blank,
    getErrorDescription: blank,
    getErrorMessage: blank,
    getPathPrefix: blank,
    getPrefix: blank,
    isLoginEnabled: no,
    isPasswordExpired: no,
    isRegistrationEnabled: no,
    isValidUsername: (_rt, name: string | null) => name !== null && isEmailAddress(name),
    login: nothing,
    changePassword: nothing,
    createPortalUser: nothing,
    createExternalUser: nothing,
    forgotPassword: no,
  },
};

const network: SystemType = {
  name: 'Network',
  statics: { getNetworkId: nothing, communitiesLanding: nothing, forwardToAuthPage: nothing },
};

class AuthConfiguration {
  readonly typeName = 'Auth.AuthConfiguration';
}

const make = (): AuthConfiguration => new AuthConfiguration();

const authConfiguration: SystemType = {
  name: 'Auth.AuthConfiguration',
  is: (value) => value instanceof AuthConfiguration,
  constructors: { '(String,String)': make, '(Id,String)': make },
  methods: {
    getUsernamePasswordEnabled: () => true,
    getSelfRegistrationEnabled: no,
    isCommunityUsingSiteAsContainer: no,
  },
};

/** `Aura.redirect`: only a page that is being shown can go elsewhere. */
const aura: SystemType = {
  name: 'Aura',
  statics: {
    redirect: (rt: Runtime, page: unknown) => {
      requiredFirst(rt, page);
      throw new NotImplementedError('Aura.redirect');
    },
  },
};

export const siteTypes: SystemType[] = [
  site,
  network,
  authConfiguration,
  aura,
  { name: 'Auth.CommunitiesUtil', statics: { isGuestUser: no, isInternalUser: () => true } },
];
