/** `Location` (Apex Reference, Location Class): a place on earth, and how far it is from another. */
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { ApexDouble, asNumber } from '../values/number.ts';
import { greatCircle, RADIUS } from '../../data/formula/functions/math.ts';
import { required } from './arguments.ts';

class Location {
  readonly typeName = 'Location';
  readonly latitude: number;
  readonly longitude: number;
  constructor(latitude: number, longitude: number) {
    this.latitude = latitude;
    this.longitude = longitude;
  }
}

const latitude: SystemFunction = (_rt, self: Location) => new ApexDouble(self.latitude);
const longitude: SystemFunction = (_rt, self: Location) => new ApexDouble(self.longitude);

function distance(rt: Runtime, from: Location | null, to: Location | null, unit: string | null): ApexDouble {
  const radius = RADIUS[required(rt, unit)];
  if (radius === undefined)
    rt.raise('System.InvalidParameterValueException', `Invalid unit: ${unit}. It is either 'mi' or 'km'`);
  return new ApexDouble(greatCircle(required(rt, from), required(rt, to), radius));
}

export const locationType: SystemType = {
  name: 'Location',
  is: (value) => value instanceof Location,
  statics: {
    newInstance: (rt, north: unknown, east: unknown) =>
      new Location(asNumber(required(rt, north)), asNumber(required(rt, east))),
    getDistance: distance,
  },
  methods: { getLatitude: latitude, getLongitude: longitude, getDistance: distance },
  fields: { latitude: { get: latitude }, longitude: { get: longitude } },
};
