/** The addresses of pages, and what each shows. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BundleBuildError } from './build/errors.ts';
import type { Build, LightningCompiler } from './build/compiler.ts';
import type { OrgSources } from './build/keys.ts';
import { moduleUrl } from './build/manifest.ts';
import { csrfToken } from './csrf.ts';
import { administratorOf } from './forms.ts';
import { componentSources, deployedRecordPage, deployedTab } from './page/deployed.ts';
import { headerMenus } from './page/header-menus.ts';
import { html } from './page/html.ts';
import { appOfTab, visibleApps } from './page/navigation-model.ts';
import type { VisibleApp } from './page/navigation-model.ts';
import { PageProblem, exposedComponent, regionsOfPage, regionsOfTab } from './page/page-model.ts';
import type { PageRegion } from './page/page-model.ts';
import { recordPanels } from './page/record-panels.ts';
import { bareDocument, messageHtml, phoneDocument, placeId, regionsHtml, shellDocument } from './page/shell.ts';
import { switchableUsers } from './page/switchable-users.ts';
import { userContext, userLabels, userLocale } from './page/user-context.ts';
import { readView, VIEW_COOKIE } from './page/view.ts';
import type { View } from './page/view.ts';
import { isVisible } from './page/visibility.ts';
import { allowHoldingFrame, allowOwnFrame, isOwnFrame } from './security-headers.ts';
import { styleSheets } from './static-files.ts';
import { toId18 } from '../data/ids.ts';
import type { Session } from '../identity/contract.ts';
import type { ServerContext } from '../server/context.ts';
import { cookieValue } from '../server/sessions.ts';

/** How often the browser asks again while the base components are compiled, in seconds. */
const RETRY_SECONDS = 2;

/** Longest wait inside one request for a build that is nearly done, in milliseconds. */
const PATIENCE = 1_500;

interface PageReference {
  type: string;
  attributes: Record<string, string>;
}

interface PageContent {
  title: string;
  reference: PageReference;
  regions: PageRegion[];
  app?: VisibleApp;
  tab?: string;
}

type Show = (session: Session, request: FastifyRequest, apps: VisibleApp[]) => PageContent;

/** For reading the name of a user, which depends on no component. */
const NO_SOURCES: OrgSources = { bundles: {}, labels: {}, staticResources: [] };

const NO_SCRIPTS = { scripts: [], preloads: [] };

/** `/lightning/r/User/005…/view` and `/lightning/r/005…/view` -> object and record. */
function recordOf(
  context: ServerContext,
  path: string,
): { objectApiName: string; recordId: string; actionName: string } {
  const match = /^(?:(\w+)\/)?([A-Za-z0-9]{15}|[A-Za-z0-9]{18})\/(\w+)$/.exec(path);
  const [, object, recordId = '', actionName = ''] = match ?? [];
  const objectApiName = context.org.data.schema.byKeyPrefix(recordId.slice(0, 3))?.name ?? object;
  if (!match || !objectApiName)
    throw new PageProblem(
      404,
      'Page not found',
      'The address names no record: it has the form /lightning/r/Object/Id/view.',
    );
  return { objectApiName, recordId, actionName };
}

/** As the user's language asks, unless the view says otherwise. */
function directionOf(locale: Record<string, string | number>, { direction }: View): 'ltr' | 'rtl' {
  if (direction !== 'auto') return direction;
  return locale.dir === 'rtl' ? 'rtl' : 'ltr';
}

/** Only where the browser says that this is no frame: a frame of a frame of a frame would have no end. */
function asPhone(request: FastifyRequest): boolean {
  return (
    request.headers['sec-fetch-dest'] === 'document' && readView(cookieValue(request, VIEW_COOKIE)).screen === 'phone'
  );
}

export function registerPages(app: FastifyInstance, context: ServerContext, compiler: LightningCompiler): void {
  const { org } = context;

  const signIn = (request: FastifyRequest, reply: FastifyReply) =>
    reply
      .code(401)
      .type('text/html; charset=utf-8')
      .send(
        bareDocument(
          'Sign in',
          messageHtml(
            'You are not signed in',
            'Open the address that "npm start" or "scim org start" printed, or run "sf org open" for this org. If you came here by a link from another site, follow the link below.',
            { href: request.url, label: 'Continue' },
          ),
          { styles: styleSheets(), ...NO_SCRIPTS },
        ),
      );

  /** Says how far the base components are; the browser asks again by itself. */
  const preparing = (reply: FastifyReply) =>
    reply
      .code(503)
      .header('retry-after', RETRY_SECONDS)
      .header('refresh', String(RETRY_SECONDS))
      .type('text/html; charset=utf-8')
      .send(
        bareDocument(
          'Preparing',
          messageHtml(
            'Preparing the page',
            `The Lightning base components are being compiled, once for this installation: ${Math.round(compiler.share * 100)} % done. This page loads again by itself.`,
          ),
          { styles: styleSheets(), ...NO_SCRIPTS },
        ),
      );

  /** The base build, or undefined when it is not ready soon. */
  const baseSoon = (): Promise<Build | undefined> => {
    const base = compiler.base();
    base.catch(() => undefined);
    let timer: NodeJS.Timeout;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), PATIENCE);
    });
    return Promise.race([base, late]).finally(() => clearTimeout(timer));
  };

  const compiled = async (sources: OrgSources): Promise<Build> => {
    try {
      return await compiler.org(sources);
    } catch (error) {
      if (error instanceof BundleBuildError)
        throw new PageProblem(500, `Component c:${error.bundle} does not compile`, error.message);
      throw error;
    }
  };

  const frameOf = (session: Session, request: FastifyRequest, apps: VisibleApp[]) => {
    const locale = userLocale(org, session.userId);
    const { name: userName } = userContext(org, session.userId, NO_SOURCES);
    const administrator = administratorOf(context, request);
    const borrowed = administrator !== undefined && administrator.userId !== session.userId;
    const view = readView(cookieValue(request, VIEW_COOKIE));
    return {
      language: String(locale.lang),
      direction: directionOf(locale, view),
      theme: view.theme,
      apps,
      menus: headerMenus(org, session.userId, {
        csrfToken: csrfToken(request),
        userName,
        colleagues: administrator ? switchableUsers(org.data, session.userId) : [],
        ...(borrowed ? { switchedFrom: userContext(org, administrator.userId, NO_SOURCES).name } : {}),
        ...(isOwnFrame(request) ? {} : { view: { now: view, path: request.url } }),
      }),
    };
  };

  const route = (path: string, show: Show) => {
    app.get(path, async (request, reply) => {
      const session = context.browserSession(request);
      if (!session) return signIn(request, reply);
      const apps = visibleApps(org, session.userId);
      const locale = userLocale(org, session.userId);
      // Before anything is read: what is deployed from here on, the page may not show.
      const liveUrl = context.liveReload?.address;
      const sources = componentSources(org.metadata);
      const user = userContext(org, session.userId, sources);
      const frame = frameOf(session, request, apps);
      reply.type('text/html; charset=utf-8');
      if (isOwnFrame(request)) allowOwnFrame(reply);
      else if (asPhone(request)) {
        allowHoldingFrame(reply);
        return phoneDocument(frame, request.url, styleSheets());
      }
      try {
        const content = show(session, request, apps);
        const base = await baseSoon();
        if (!base) return preparing(reply);
        const build = await compiled(sources);
        const components = content.regions
          .flatMap((region) => region.components)
          .map((component, index) => ({
            ...component,
            url: moduleUrl(build.manifest, `c/${component.name}`),
            region: placeId(index),
          }));
        const scripts = ['@lwc/synthetic-shadow', 'shell/boot'].map((name) => moduleUrl(base.manifest, name) as string);
        const pageContext = {
          csrfToken: csrfToken(request),
          user,
          i18n: { ...locale, dir: frame.direction },
          labels: userLabels(org, session.userId, sources),
          pageReference: { ...content.reference, state: request.query },
          components,
          ...(liveUrl === undefined ? {} : { changesUrl: liveUrl }),
        };
        const preloads = [...new Set(components.map(({ url }) => url).filter((url) => url !== undefined))];
        return shellDocument(
          { ...frame, ...content },
          { styles: styleSheets(), scripts, preloads },
          regionsHtml(content.regions),
          pageContext,
        );
      } catch (error) {
        if (!(error instanceof PageProblem)) throw error;
        // What is wrong is likely being mended: the page has no script that would hear of it.
        if (context.liveReload) reply.header('refresh', String(RETRY_SECONDS));
        return reply
          .code(error.httpStatus)
          .send(
            shellDocument(
              { ...frame, title: error.title, app: apps[0] },
              { styles: styleSheets(), ...NO_SCRIPTS },
              messageHtml(error.title, error.message, error.link),
            ),
          );
      }
    });
  };

  route('/lightning/n/:tab', (session, request, apps) => {
    const { tab } = request.params as { tab: string };
    const deployed = deployedTab(org.metadata, tab);
    const name = deployed?.name ?? tab;
    if (deployed && !org.data.access.tabVisible(session.userId, name)) {
      throw new PageProblem(
        403,
        'No access',
        `You may not open the tab "${deployed.label}". Ask an administrator for a permission set that shows it.`,
      );
    }
    const regions = regionsOfTab(org.metadata, name);
    const app = appOfTab(apps, name) ?? apps[0];
    return {
      title: deployed?.label ?? name,
      reference: { type: 'standard__navItemPage', attributes: { apiName: name } },
      regions,
      tab: name,
      ...(app ? { app } : {}),
    };
  });

  route('/lightning/cmp/:component', (_session, request, apps) => {
    const { component } = request.params as { component: string };
    const name = /^c__(\w+)$/.exec(component)?.[1];
    if (!name) throw new PageProblem(404, 'Page not found', 'A component is addressed as /lightning/cmp/c__name.');
    const regions = [
      { name: 'main', components: [exposedComponent(org.metadata, name, 'lightning__UrlAddressable')], notices: [] },
    ];
    return {
      title: name,
      reference: { type: 'standard__component', attributes: { componentName: component } },
      regions,
      ...(apps[0] ? { app: apps[0] } : {}),
    };
  });

  route('/lightning/r/*', (session, request, apps) => {
    const record = recordOf(context, (request.params as { '*': string })['*']);
    const page = record.actionName === 'view' ? deployedRecordPage(org.metadata, record.objectApiName) : undefined;
    if (!page) {
      throw new PageProblem(
        501,
        'Not implemented',
        `Record pages of ${record.objectApiName} do not exist in the embedded org, unless a Lightning page of type RecordPage is deployed for it. The record's id is ${record.recordId}.`,
        { href: '/lightning/page/home', label: 'Back to the first tab' },
      );
    }
    const { objectApiName } = record;
    const recordId = toId18(record.recordId) ?? record.recordId;
    const panels = recordPanels(org, session.userId, objectApiName, recordId);
    if (!panels)
      throw new PageProblem(404, 'Page not found', `There is no ${objectApiName} ${recordId} that you may see.`, {
        href: '/lightning/page/home',
        label: 'Back to the first tab',
      });
    return {
      title: page.label,
      reference: { type: 'standard__recordPage', attributes: { ...record, recordId } },
      regions: regionsOfPage(
        org.metadata,
        page,
        { recordId, objectApiName },
        { panels, isVisible: (criteria) => isVisible(org, session.userId, criteria) },
      ),
      ...(apps[0] ? { app: apps[0] } : {}),
    };
  });

  for (const path of ['/lightning/setup/*', '/lightning/o/*', '/lightning/page/*']) {
    route(path, (_session, request) => {
      const what = request.url.startsWith('/lightning/setup/')
        ? 'Setup'
        : request.url.startsWith('/lightning/o/')
          ? 'List and new-record pages'
          : 'This page';
      throw new PageProblem(
        501,
        'Not implemented',
        `${what} (${request.url.split('?')[0]}) does not exist in the embedded org. In a Salesforce org the same address opens it.`,
        { href: '/lightning/page/home', label: 'Back to the first tab' },
      );
    });
  }

  /** Sends the browser to the first tab that the user may open, of one application or of all. */
  const toFirstTab = (request: FastifyRequest, reply: FastifyReply, name?: string) => {
    const session = context.browserSession(request);
    if (!session) return signIn(request, reply);
    const apps = visibleApps(org, session.userId);
    const chosen = name === undefined ? apps[0] : apps.find((one) => one.name === name);
    const tab = chosen?.tabs[0];
    if (tab) return reply.redirect(`/lightning/n/${encodeURIComponent(tab.name)}`);
    const message =
      name === undefined
        ? 'No deployed application shows you a tab. Deploy one, or ask for a permission set that shows its tab.'
        : `The application "${name}" is not deployed, or none of its tabs is visible to you.`;
    const status = name === undefined ? 200 : 404;
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .send(
        shellDocument(
          { ...frameOf(session, request, apps), title: 'Home' },
          { styles: styleSheets(), ...NO_SCRIPTS },
          html`${messageHtml('Nothing to show yet', message)}`,
        ),
      );
  };

  app.get('/lightning/app/:app', (request, reply) =>
    toFirstTab(request, reply, (request.params as { app: string }).app.replace(/^c__/, '')),
  );
  for (const home of ['/lightning', '/lightning/page/home'])
    app.get(home, (request, reply) => toFirstTab(request, reply));
}
