import type { Contender } from '../contender.js';
import { barewire } from './barewire.js';
import { googleProtobuf } from './google-protobuf.js';
import { json } from './json.js';
import { pbf } from './pbf.js';
import { protobufEs } from './protobuf-es.js';
import { protobufjs } from './protobufjs.js';
import { tsProto } from './ts-proto.js';

/** In the order of the report. */
export const contenders: readonly Contender[] = [barewire, protobufjs, protobufEs, tsProto, pbf, googleProtobuf, json];

export function contenderByName(name: string): Contender {
  const found = contenders.find((contender) => contender.name === name);
  if (found === undefined) throw new Error(`no contender is called ${name}: there are ${contenders.map((one) => one.name).join(', ')}`);
  return found;
}
