/** `JSON` and its generator and parser (Apex Reference, JSON Support). */
import type { Runtime, SystemType } from '../../runtime/contract.ts';
import type { ApexType } from '../../values/type.ts';
import { required } from '../arguments.ts';
import { JsonGenerator, generatorType } from './generator.ts';
import { JsonParser, parserType } from './parser.ts';
import { parseJson, typed, untyped } from './read.ts';
import { writeJson } from './write.ts';

const read = (rt: Runtime, text: string | null, type: ApexType | null, strict: boolean): unknown =>
  typed(rt, parseJson(rt, required(rt, text)), required(rt, type).ref, strict);

const jsonType: SystemType = {
  name: 'JSON',
  statics: {
    serialize: (rt, value: unknown, suppressNulls = false) =>
      writeJson(rt, value, { suppressNulls: suppressNulls as boolean, pretty: false }),
    serializePretty: (rt, value: unknown, suppressNulls = false) =>
      writeJson(rt, value, { suppressNulls: suppressNulls as boolean, pretty: true }),
    deserialize: (rt, text: string | null, type: ApexType | null) => read(rt, text, type, false),
    deserializeStrict: (rt, text: string | null, type: ApexType | null) => read(rt, text, type, true),
    deserializeUntyped: (rt, text: string | null) => untyped(rt, parseJson(rt, required(rt, text))),
    createGenerator: (_rt, pretty: boolean) => new JsonGenerator(pretty),
    createParser: (rt, text: string | null) => new JsonParser(parseJson(rt, required(rt, text))),
  },
};

export const jsonTypes: SystemType[] = [jsonType, generatorType, parserType];
