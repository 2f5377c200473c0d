import type { BenchCase } from './cases.js';
import { nodeCommand } from './contender.js';
import { peerByName } from './peers/index.js';
import { type Built, buildGo, buildRust } from './toolchains.js';

/** A pair of programs that the bench can run: how both are started, up to their role. */
export interface Contestant {
  readonly name: string;
  readonly version: string | undefined;
  readonly command: readonly string[];
  readonly environment?: { readonly [name: string]: string };
  /** Both ends in one process, without a socket. */
  readonly inProcess?: boolean;
}

interface Preparation {
  /** Makes a contestant ready: builds its program, say. Rejects with the reason why it cannot take part. */
  prepare(): Promise<Contestant>;
  /** `asked`: the contender was asked for by name, so that only what it cannot do is left out. */
  takesPart(benchCase: BenchCase, asked: boolean): boolean;
}

const isUnary = ({ load }: BenchCase): boolean => load.kind === 'unary';

function inNode(name: string, takesPart: Preparation['takesPart']): Preparation {
  return {
    async prepare() {
      const peer = await peerByName(name);
      return { name, version: peer.version, command: nodeCommand(name), inProcess: peer.inProcess === true };
    },
    takesPart,
  };
}

function inOwnProgram(name: string, build: () => Promise<Built>, environment: { readonly [name: string]: string }): Preparation {
  return {
    async prepare() {
      const { program, version } = await build();
      return { name, version, command: [program], environment };
    },
    takesPart: always,
  };
}

const always = (): boolean => true;
const inTheMainCases = ({ everybody }: BenchCase, asked: boolean): boolean => everybody || asked;

/** The slower libraries: far enough behind that few cases tell all. */
const fewCases = ['unary-100', 'unary-100-realistic', 'stream-16', 'upload-16'];
const inFewCases = ({ name }: BenchCase, asked: boolean): boolean => fewCases.includes(name) || asked;

/** In the order of the report. One scheduler thread each. */
const preparations: { readonly [name: string]: Preparation } = {
  barewire: inNode('barewire', always),
  'barewire@node:http2': inNode('barewire@node:http2', inTheMainCases),
  'barewire@loopback': inNode(
    'barewire@loopback',
    (benchCase, asked) => isUnary(benchCase) && !benchCase.tls && (benchCase.everybody || asked),
  ),
  'grpc-js': inNode('grpc-js', always),
  'nice-grpc': inNode('nice-grpc', inFewCases),
  'connect-node': inNode('connect-node', inFewCases),
  'node:http2': inNode('node:http2', inTheMainCases),
  'grpc-go': inOwnProgram('grpc-go', buildGo, { GOMAXPROCS: '1' }),
  tonic: inOwnProgram('tonic', buildRust, {}),
  'raw-socket': inNode('raw-socket', (benchCase) => isUnary(benchCase) && !benchCase.tls && !benchCase.name.includes('realistic')),
  floor: inNode('floor', ({ name }) => name === 'unary-100'),
};

export const contestantNames: readonly string[] = Object.keys(preparations);

export function prepare(name: string): Promise<Contestant> {
  return preparationOf(name).prepare();
}

/** Whether a contender is in a case unless it is asked for by name: few cases are worth everybody's time. */
export function takesPart(name: string, benchCase: BenchCase, asked: boolean): boolean {
  return preparationOf(name).takesPart(benchCase, asked);
}

function preparationOf(name: string): Preparation {
  const preparation = Object.hasOwn(preparations, name) ? preparations[name] : undefined;
  if (preparation === undefined) throw new Error(`no contender is called ${name}: there are ${contestantNames.join(', ')}`);
  return preparation;
}
