/** Values of the class `UUID` (Apex Reference, "UUID Class"): version 4; two of the same text are equal, also as keys. */
export class ApexUuid {
  readonly typeName = 'UUID';
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}
