/** What `RollcallHealthController` returns, as JSON. */
declare module '@rollcall/apex-health' {
  export type HealthStatus = 'Good' | 'Warning' | 'Bad' | 'Unknown';

  export interface HealthCheck {
    /** Stable and unique, for example `seats.user.SFDC`. */
    name: string;
    /** Heading under which it is shown. */
    area: string;
    label: string;
    status: HealthStatus;
    /** What was found, in sentences; may have several lines. */
    evidence: string;
    fix?: string | null;
    /** Text to copy, such as an id. */
    value?: string | null;
  }

  export interface Health {
    checks: HealthCheck[];
    checkedAt: string;
  }
}

declare module '@salesforce/apex/RollcallHealthController.getHealth' {
  export default function getHealth(): Promise<import('@rollcall/apex-health').Health>;
}
