/** Which applications and tabs a user sees: what is deployed, filtered by what the user's profile and permission sets show. */
import type { LocalOrg } from '../../org.ts';
import { deployedApps, deployedTab } from './deployed.ts';
import type { DeployedApp, DeployedTab } from './deployed.ts';
import { userLanguage } from './user-context.ts';

export interface VisibleApp {
  name: string;
  label: string;
  tabs: DeployedTab[];
}

function visibleTabs(org: LocalOrg, userId: string, app: DeployedApp): DeployedTab[] {
  return app.tabs
    .filter((name) => org.data.access.tabVisible(userId, name))
    .map((name) => deployedTab(org.metadata, name))
    .filter((tab) => tab !== undefined)
    .map((tab) => ({ ...tab, label: translated(org, userId, 'CustomTab', tab) }));
}

function translated(org: LocalOrg, userId: string, kind: string, named: { name: string; label: string }): string {
  return org.metadata.translation(userLanguage(org, userId), kind, named.name) ?? named.label;
}

/** Applications with at least one tab that the user may open, in the order in which they are stored. */
export function visibleApps(org: LocalOrg, userId: string): VisibleApp[] {
  return deployedApps(org.metadata)
    .map((app) => ({
      name: app.name,
      label: translated(org, userId, 'CustomApplication', app),
      tabs: visibleTabs(org, userId, app),
    }))
    .filter((app) => app.tabs.length > 0);
}

/** The application that frames a tab: the first visible one that has it. */
export function appOfTab(apps: readonly VisibleApp[], tab: string): VisibleApp | undefined {
  return apps.find((app) => app.tabs.some(({ name }) => name === tab));
}
