/** The HTML around the components: header with application and tabs, regions, messages. Written on the server, no script inside. */
import { headerMenusHtml } from './header-menus.ts';
import type { HeaderMenus } from './header-menus.ts';
import { html, jsonBlock } from './html.ts';
import type { Html } from './html.ts';
import type { VisibleApp } from './navigation-model.ts';
import type { PageRegion } from './page-model.ts';
import type { View } from './view.ts';

/** Id of the element that holds the n-th component of the page. */
export function placeId(index: number): string {
  return `component-${index}`;
}

export interface ShellAssets {
  /** Style sheets, in order. */
  styles: string[];
  /** Module scripts, in order: the synthetic shadow comes before everything else. */
  scripts: string[];
  /** Modules that the page will import, fetched early. */
  preloads: string[];
}

export interface ShellPage {
  title: string;
  language: string;
  direction: 'ltr' | 'rtl';
  theme: View['theme'];
  menus: HeaderMenus;
  apps: readonly VisibleApp[];
  /** The application that frames the page. */
  app?: VisibleApp;
  /** Name of the open tab. */
  tab?: string;
}

function head(title: string, assets: ShellAssets): Html {
  return html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="icon" href="/lightning/static/icon.svg" type="image/svg+xml" />
    ${assets.styles.map((url) => html`<link rel="stylesheet" href="${url}" /> `)}${assets.preloads.map((url) => html`<link rel="modulepreload" href="${url}" /> `)}
  </head>`;
}

function tabItem(name: string, label: string, active: boolean): Html {
  return html`<li class="slds-context-bar__item${active && ' slds-is-active'}">
    <a
      class="slds-context-bar__label-action"
      href="/lightning/n/${encodeURIComponent(name)}"
      ${active && html` aria-current="page"`}
      ><span class="slds-truncate" title="${label}">${label}</span></a
    >
  </li>`;
}

/** Links to the other applications; nothing when the user has just one. */
function appLinks(page: ShellPage): Html | false {
  const others = page.apps.filter(({ name }) => name !== page.app?.name);
  return (
    others.length > 0 &&
    html`<nav class="shell-apps" aria-label="Apps">
      ${others.map((app) => html`<a href="/lightning/app/${encodeURIComponent(app.name)}">${app.label}</a>`)}
    </nav>`
  );
}

function header(page: ShellPage): Html {
  return html`<header class="slds-context-bar shell-header">
    <a class="shell-skip" href="#main">Skip to main content</a>
    <div class="slds-context-bar__primary">
      <div class="slds-context-bar__item slds-no-hover">
        <span class="slds-context-bar__label-action slds-context-bar__app-name"
          ><span class="slds-truncate" title="${page.app?.label ?? 'Lightning'}"
            >${page.app?.label ?? 'Lightning'}</span
          ></span
        >
      </div>
    </div>
    ${
      page.app &&
      html`<nav class="slds-context-bar__secondary" aria-label="${page.app.label}">
        <ul class="slds-grid">
          ${page.app.tabs.map((tab) => tabItem(tab.name, tab.label, tab.name === page.tab))}
        </ul>
      </nav>`
    }
    ${appLinks(page)}
    <div class="shell-user">
      <span class="slds-badge">Embedded org</span>${headerMenusHtml(page.menus)}
    </div>
  </header>`;
}

function loadingPlace(index: number, name: string): Html {
  return html`<div id="${placeId(index)}" class="shell-place">
    <p class="shell-loading" role="status">Loading c:${name}…</p>
  </div>`;
}

/** Regions beside each other; the numbering of places runs over all of them. */
export function regionsHtml(regions: readonly PageRegion[]): Html {
  let index = 0;
  const rendered = regions.map((region) => {
    const places = region.components.map((component) => loadingPlace(index++, component.name));
    const notices = region.notices.map(
      (notice) => html`<div class="slds-box shell-notice" role="note">${notice}</div>`,
    );
    return html`<div class="shell-region" data-region="${region.name}">${region.above ?? []}${places}${region.below ?? []}${notices}</div>`;
  });
  return html`<div class="shell-regions">${rendered}</div>`;
}

/** A page of this org for a signed-in user. */
export function shellDocument(page: ShellPage, assets: ShellAssets, content: Html, context?: unknown): string {
  return html`<!doctype html>
    <html lang="${page.language}" dir="${page.direction}">
      ${head(page.app ? `${page.title} | ${page.app.label}` : page.title, assets)}
      <body class="slds-scope slds-color-scheme_${page.theme}">
        ${header(page)}
        <main id="main" class="shell-main" tabindex="-1">${content}</main>
        ${context !== undefined && jsonBlock('page-context', context)}
        ${assets.scripts.map((url) => html`<script type="module" src="${url}"></script> `)}
      </body>
    </html> `.text;
}

/** A page as a phone shows it: in a frame as wide as one, for which media queries and the form factor hold. */
export function phoneDocument(page: Omit<ShellPage, 'app' | 'tab' | 'title'>, path: string, styles: string[]): string {
  return html`<!doctype html>
    <html lang="${page.language}" dir="${page.direction}">
      ${head('Phone', { styles, scripts: [], preloads: [] })}
      <body class="slds-scope slds-color-scheme_${page.theme}">
        <header class="slds-context-bar shell-header">
          <div class="shell-user"><span class="slds-badge">Embedded org</span>${headerMenusHtml(page.menus)}</div>
        </header>
        <main id="main" class="shell-main"><iframe class="shell-phone" title="The page on a phone" src="${path}"></iframe></main>
      </body>
    </html> `.text;
}

/** A message instead of a page: what is wrong and what to do, with an optional link. */
export function messageHtml(title: string, message: string, link?: { href: string; label: string }): Html {
  return html`<section class="slds-box shell-message">
    <h1 class="slds-text-heading_medium">${title}</h1>
    <p>${message}</p>
    ${link && html`<p><a href="${link.href}">${link.label}</a></p>`}
  </section>`;
}

/** A message for somebody who is not signed in, or while nothing of the org can be shown. */
export function bareDocument(title: string, content: Html, assets: ShellAssets): string {
  return html`<!doctype html>
    <html lang="en-US">
      ${head(title, assets)}
      <body class="slds-scope slds-color-scheme_system">
        <main id="main" class="shell-main">${content}</main>
      </body>
    </html> `.text;
}
