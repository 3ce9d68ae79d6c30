/** The platform modules that the components import, as far as they use them (LWC guide, "Modules"). */

declare module '@salesforce/apex' {
  /** Reads again what a wire delivered; takes the object the wire handed over, not its `data`. */
  export function refreshApex(wired: unknown): Promise<unknown>;
}

declare module '@salesforce/label/*' {
  const text: string;
  export default text;
}

declare module '@salesforce/i18n/*' {
  const value: string;
  export default value;
}

declare module '@salesforce/client/formFactor' {
  const formFactor: 'Large' | 'Medium' | 'Small';
  export default formFactor;
}

declare module 'lightning/datatable' {
  import { LightningElement } from 'lwc';
  export default class LightningDatatable extends LightningElement {}
}

declare module 'lightning/navigation' {
  import type { LightningElement, WireAdapterConstructor } from 'lwc';

  export const CurrentPageReference: WireAdapterConstructor;

  interface Navigation {
    [Navigate](pageReference: object, replace?: boolean): void;
    [GenerateUrl](pageReference: object): Promise<string>;
  }
  const Navigate: unique symbol;
  const GenerateUrl: unique symbol;

  export const NavigationMixin: {
    <Base extends new (...parameters: any[]) => LightningElement>(
      base: Base,
    ): Base & (new (...parameters: any[]) => Navigation);
    readonly Navigate: typeof Navigate;
    readonly GenerateUrl: typeof GenerateUrl;
  };
}
