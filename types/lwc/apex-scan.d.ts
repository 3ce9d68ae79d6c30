/** What the scan methods of `ProvisioningConsoleController` take and return. The Apex classes are the source. */
declare module '@rollcall/apex' {
  /** Those who changed since the last scan, or everybody. */
  export type ScanKind = 'Full' | 'Delta';

  /** Added to what `apex.d.ts` says of a scan. */
  export interface ScanStatus {
    runId: string;
    kind: ScanKind;
    /** Console, Schedule, REST or Flow. */
    startedBy: string | null;
    usersDone: number | null;
    usersTotal: number | null;
    provisioned: number | null;
    withGaps: number | null;
    chunksFailed: number | null;
    /** Whether users were left out who can be evaluated now. */
    canResume: boolean;
    /** Whether a delta scan has something to build on. */
    canDelta: boolean;
    since: string | null;
  }

  export interface ScanSchedule {
    isDeltaHourly: boolean;
    isFullNightly: boolean;
    /** 0 to 23; the scan starts 40 minutes after the hour. */
    fullHour: number;
    nextDelta: string | null;
    nextFull: string | null;
  }
}

declare module '@salesforce/apex/ProvisioningConsoleController.startScan' {
  export default function startScan(parameters: {
    kind: import('@rollcall/apex').ScanKind;
  }): Promise<import('@rollcall/apex').ScanStatus>;
}
declare module '@salesforce/apex/ProvisioningConsoleController.resumeScan' {
  export default function resumeScan(): Promise<import('@rollcall/apex').ScanStatus>;
}
declare module '@salesforce/apex/ProvisioningConsoleController.abortScan' {
  export default function abortScan(): Promise<import('@rollcall/apex').ScanStatus | null>;
}
declare module '@salesforce/apex/ProvisioningConsoleController.getScanStatus' {
  /** Null before the first scan. */
  export default function getScanStatus(): Promise<import('@rollcall/apex').ScanStatus | null>;
}
declare module '@salesforce/apex/ProvisioningConsoleController.getSchedule' {
  export default function getSchedule(): Promise<import('@rollcall/apex').ScanSchedule>;
}
declare module '@salesforce/apex/ProvisioningConsoleController.setSchedule' {
  export default function setSchedule(parameters: {
    kinds: import('@rollcall/apex').ScanKind[];
    fullHour: number;
  }): Promise<import('@rollcall/apex').ScanSchedule>;
}
