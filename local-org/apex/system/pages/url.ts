/** `Url` (Apex Reference, "URL Class"), which follows java.net.URL. */
import type { Runtime, SystemType } from '../../runtime/contract.ts';
import { required } from '../arguments.ts';

class ApexUrl {
  readonly typeName = 'Url';
  readonly url: URL;
  constructor(url: URL) {
    this.url = url;
  }
  toString(): string {
    return `System.Url[delegate=${this.url.href}]`;
  }
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80, 'ftp:': 21 };

function make(rt: Runtime, text: string, base?: URL): ApexUrl {
  return URL.canParse(text, base?.href)
    ? new ApexUrl(new URL(text, base?.href))
    : rt.raise('System.StringException', `no protocol: ${text}`);
}

function fromParts(
  rt: Runtime,
  protocol: string | null,
  host: string | null,
  port: string,
  file: string | null,
): ApexUrl {
  return make(rt, `${required(rt, protocol)}://${required(rt, host)}${port}${required(rt, file)}`);
}

/**
 * Address by My Domain ("URL Class", getOrgDomainUrl). Where the embedded org listens is the server's matter and may change
 * with every start; code gets a name that stays.
 */
const ORG_DOMAIN = 'https://rollcall.my.salesforce.com';

export const urlType: SystemType = {
  name: 'Url',
  is: (value) => value instanceof ApexUrl,
  constructors: {
    '(String)': (rt, spec: string | null) => make(rt, required(rt, spec)),
    '(Url,String)': (rt, context: ApexUrl | null, spec: string | null) =>
      make(rt, required(rt, spec), required(rt, context).url),
    '(String,String,String)': (rt, protocol: string | null, host: string | null, file: string | null) =>
      fromParts(rt, protocol, host, '', file),
    '(String,String,Integer,String)': (
      rt,
      protocol: string | null,
      host: string | null,
      port: number | null,
      file: string | null,
    ) => fromParts(rt, protocol, host, required(rt, port) < 0 ? '' : `:${port}`, file),
  },
  statics: {
    getOrgDomainUrl: (rt) => make(rt, ORG_DOMAIN),
    getSalesforceBaseUrl: (rt) => make(rt, ORG_DOMAIN),
  },
  methods: {
    getHost: (_rt, self: ApexUrl) => self.url.hostname,
    getPath: (_rt, self: ApexUrl) => self.url.pathname,
    getProtocol: (_rt, self: ApexUrl) => self.url.protocol.slice(0, -1),
    getQuery: (_rt, self: ApexUrl) => self.url.search.slice(1) || null,
    getRef: (_rt, self: ApexUrl) => self.url.hash.slice(1) || null,
    getPort: (_rt, self: ApexUrl) => (self.url.port ? Number(self.url.port) : -1),
    getDefaultPort: (_rt, self: ApexUrl) => DEFAULT_PORTS[self.url.protocol] ?? -1,
    getAuthority: (_rt, self: ApexUrl) => self.url.host,
    getUserInfo: (_rt, self: ApexUrl) =>
      self.url.username ? `${self.url.username}${self.url.password ? `:${self.url.password}` : ''}` : null,
    getFile: (_rt, self: ApexUrl) => self.url.pathname + self.url.search,
    toExternalForm: (_rt, self: ApexUrl) => self.url.href,
    sameFile: (rt, self: ApexUrl, other: ApexUrl | null) => {
      const bare = (url: URL): string => url.href.slice(0, url.href.length - url.hash.length);
      return bare(self.url) === bare(required(rt, other).url);
    },
  },
};
