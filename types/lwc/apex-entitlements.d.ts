/** What `RollcallEntitlementController` returns, as JSON. */
declare module '@rollcall/apex-entitlements' {
  export interface EntitlementRow {
    /** Type and developer name in lower case; the list of users filters by it. */
    key: string;
    type: string;
    typeLabel: string;
    name: string;
    label: string;
    /** Labels of the rules that grant or allow it. */
    rules: string[];
    expected: number;
    held: number;
    missing: number;
    unexpected: number;
    /** License whose seats it takes; null when it takes none or the license has no limit. */
    seatsOf: string | null;
    totalSeats: number | null;
    usedSeats: number | null;
    freeSeats: number | null;
    countedAt: string | null;
  }
}

declare module '@salesforce/apex/RollcallEntitlementController.getEntitlements' {
  export default function getEntitlements(): Promise<import('@rollcall/apex-entitlements').EntitlementRow[]>;
}
