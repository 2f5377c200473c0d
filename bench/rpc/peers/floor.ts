import type { Driver, Peer } from '../peer.js';

/**
 * What the least that any call must do costs in this process: an async function for the caller, a call object on either side,
 * each found again through a map of its own, one promise, and one hand-over per turn of the event loop.
 */
class FloorCall {
  readonly id: number;
  readonly name: string;
  resolve: ((name: string) => void) | undefined;

  constructor(id: number, name: string) {
    this.id = id;
    this.name = name;
  }
}

class Floor {
  readonly #clientCalls = new Map<number, FloorCall>();
  readonly #serverCalls = new Map<number, FloorCall>();
  #waiting: FloorCall[] = [];
  #next = 1;

  async call(name: string): Promise<string> {
    return await this.#start(name);
  }

  #start(name: string): Promise<string> {
    const call = new FloorCall(this.#next++, name);
    this.#clientCalls.set(call.id, call);
    if (this.#waiting.push(call) === 1) queueMicrotask(this.#deliver);
    return new Promise((resolve) => {
      call.resolve = resolve;
    });
  }

  readonly #deliver = (): void => {
    const turn = this.#waiting;
    this.#waiting = [];
    for (const { id, name } of turn) {
      this.#serverCalls.set(id, new FloorCall(id, name));
      this.#answer(id);
    }
  };

  #answer(id: number): void {
    const served = this.#serverCalls.get(id)!;
    this.#serverCalls.delete(id);
    const call = this.#clientCalls.get(id)!;
    this.#clientCalls.delete(id);
    call.resolve!(served.name);
  }
}

/** Not a contender: the floor that the loopback carrier is measured against. */
export const floor: Peer = {
  name: 'floor',
  version: process.version,
  inProcess: true,
  serve: async () => 0,
  connect: async (): Promise<Driver> => {
    const floorCalls = new Floor();
    return {
      hello: () => floorCalls.call('world'),
      helloRealistic: () => floorCalls.call('world'),
    };
  },
};
