/** Values of the compound fields: places on earth and addresses (Apex Reference, Location Class, Address Class). */
import type { CompoundValue, FieldDescribe, Scalar } from '../../data/types.ts';

export class ApexLocation {
  readonly typeName = 'Location';
  readonly latitude: number;
  readonly longitude: number;
  constructor(latitude: number, longitude: number) {
    this.latitude = latitude;
    this.longitude = longitude;
  }
}

/** A queried address: Apex can read it, and cannot make one. */
export class ApexAddress {
  readonly typeName = 'Address';
  /** `city`, `latitude`, … as the fields behind the address hold them. */
  readonly parts: Readonly<Record<string, Scalar>>;
  constructor(parts: Readonly<Record<string, Scalar>>) {
    this.parts = parts;
  }

  /** Where it is, if the org knows; null otherwise. */
  get place(): { latitude: number; longitude: number } | null {
    const { latitude, longitude } = this.parts;
    return typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : null;
  }
}

/** A compound value as Apex sees it. A place with only one coordinate is none. */
export function toPlace(field: FieldDescribe | undefined, { compound }: CompoundValue): unknown {
  if (field?.type !== 'location') return new ApexAddress(compound);
  const { latitude, longitude } = compound;
  return typeof latitude === 'number' && typeof longitude === 'number' ? new ApexLocation(latitude, longitude) : null;
}
