/** `Location` and `Address` (Apex Reference): a place on earth, and how far it is from another. */
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { ApexDouble, asNumber } from '../values/number.ts';
import { ApexAddress, ApexLocation } from '../values/places.ts';
import { greatCircle, RADIUS } from '../../data/formula/functions/math.ts';
import { required } from './arguments.ts';

const latitude: SystemFunction = (_rt, self: ApexLocation) => new ApexDouble(self.latitude);
const longitude: SystemFunction = (_rt, self: ApexLocation) => new ApexDouble(self.longitude);

interface Place {
  latitude: number;
  longitude: number;
}

function distance(rt: Runtime, from: Place | null, to: Place | null, unit: string | null): ApexDouble {
  const radius = RADIUS[required(rt, unit)];
  if (radius === undefined)
    rt.raise('System.InvalidParameterValueException', `Invalid unit: ${unit}. It is either 'mi' or 'km'`);
  return new ApexDouble(greatCircle(required(rt, from), required(rt, to), radius));
}

export const locationType: SystemType = {
  name: 'Location',
  is: (value) => value instanceof ApexLocation,
  statics: {
    newInstance: (rt, north: unknown, east: unknown) =>
      new ApexLocation(asNumber(required(rt, north)), asNumber(required(rt, east))),
    getDistance: distance,
  },
  methods: { getLatitude: latitude, getLongitude: longitude, getDistance: distance },
  fields: { latitude: { get: latitude }, longitude: { get: longitude } },
};

const TEXTS = ['city', 'country', 'countryCode', 'geocodeAccuracy', 'postalCode', 'state', 'stateCode', 'street'];

const text =
  (name: string): SystemFunction =>
  (_rt, self: ApexAddress) =>
    self.parts[name] ?? null;

const coordinate =
  (name: string): SystemFunction =>
  (_rt, self: ApexAddress) =>
    typeof self.parts[name] === 'number' ? new ApexDouble(self.parts[name]) : null;

export const addressType: SystemType = {
  name: 'Address',
  is: (value) => value instanceof ApexAddress,
  methods: {
    ...Object.fromEntries(TEXTS.map((name) => [`get${name.charAt(0).toUpperCase()}${name.slice(1)}`, text(name)])),
    getLatitude: coordinate('latitude'),
    getLongitude: coordinate('longitude'),
    getDistance: (rt, self: ApexAddress, to: ApexLocation | null, unit: string | null) =>
      distance(rt, self.place, to, unit),
  },
  fields: {
    ...Object.fromEntries(TEXTS.map((name) => [name, { get: text(name) }])),
    latitude: { get: coordinate('latitude') },
    longitude: { get: coordinate('longitude') },
  },
};
