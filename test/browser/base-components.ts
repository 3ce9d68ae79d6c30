/** Accessibility problems that are in the markup of Salesforce's base components, where nothing of this package can mend them. */

/** Where its tabs do not fit, `lightning-tabset` puts a button (More) into an element with the role tab. */
export const isMoreTab = (problem: string): boolean =>
  problem.startsWith('nested-interactive') && problem.includes('slds-tabs_default__overflow-button');
