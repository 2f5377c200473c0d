import assert from 'node:assert/strict';
import type { BalancerType, Picker, Subchannel } from '../../../../lib/client/balancer/balancer.js';
import { ChannelScene, ManualResolver } from '../../../support/channel-scene.js';
import { turn } from '../../../support/fake-clock.js';

describe("a balancer of one's own", () => {
  it('sees each request, and a call that has to wait does not keep back the others', async () => {
    /** Calls that wait for readiness go to the first address, the others to the second. */
    const byPatience: BalancerType = {
      name: 'by_patience',
      create(context) {
        const subchannels: Subchannel[] = [];
        const picker: Picker = {
          looksAtRequest: true,
          pick: (request) => subchannels[request.waitForReady ? 0 : 1]?.session,
          failure: () => undefined,
        };
        return {
          onResolution({ endpoints }) {
            for (const { addresses } of endpoints) {
              const subchannel = context.createSubchannel(addresses[0]!, { onState: () => context.update('READY', { ...picker }) });
              subchannels.push(subchannel);
              subchannel.connect();
            }
          },
          onResolverError() {},
          exitIdle() {},
          close() {
            for (const subchannel of subchannels) subchannel.release();
          },
        };
      },
    };
    const resolver = new ManualResolver();
    const scene = new ChannelScene('manual:///rooms', { resolvers: [resolver], balancer: byPatience });
    const first = scene.call(true);
    const second = scene.call();
    await turn();
    resolver.give('a', 'b');
    const [a, b] = scene.carrier.attempts;
    b!.ready();
    assert.equal(first.session, undefined);
    assert.equal(second.session, b);
    a!.ready();
    assert.equal(first.session, a);
    assert.deepEqual(await scene.channel.close(), { cutCalls: 0 });
    assert.deepEqual([a!.state, b!.state], ['closed', 'closed']);
  });
});
