/** What `RollcallListController` takes and returns, as JSON. The Apex classes are the source. */
declare module '@rollcall/apex' {
  export interface EntitlementOption {
    /** Reference, such as `permissionset:sales_core`. */
    key: string;
    label: string;
    type: string;
    typeLabel: string;
  }

  export interface ReasonOption {
    name: string;
    label: string;
  }

  export interface FilterOptions {
    /** Null in an org with too many users to count them: then a department is typed. */
    departments: string[] | null;
    entitlements: EntitlementOption[];
    reasons: ReasonOption[];
  }

  export interface ExportPage {
    /** Cells of each row, in the order of the headings in `c/rollcallExport`. */
    rows: string[][];
    nextCursor: string | null;
  }
}

declare module '@salesforce/apex/RollcallListController.getFilterOptions' {
  export default function getFilterOptions(): Promise<import('@rollcall/apex').FilterOptions>;
}
declare module '@salesforce/apex/RollcallListController.exportPage' {
  export default function exportPage(parameters: {
    query: import('@rollcall/apex').UserQuery;
    cursor: string | null;
  }): Promise<import('@rollcall/apex').ExportPage>;
}
declare module '@salesforce/apex/RollcallListController.exportFindings' {
  export default function exportFindings(parameters: {
    query: import('@rollcall/apex').UserQuery;
    cursor: string | null;
  }): Promise<import('@rollcall/apex').ExportPage>;
}
