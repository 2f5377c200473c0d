import assert from 'node:assert/strict';
import { userAgent } from '../../../wire/grpc/user-agent.js';

describe('user-agent', () => {
  it('follows the grammar that gRPC recommends', () => assert.match(userAgent('1.2.3'), /^grpc-[a-z]+-[a-z]+\/1\.2\.3$/));

  it("puts the application's name in front", () => {
    assert.equal(userAgent('1.2.3', 'shop/7'), `shop/7 ${userAgent('1.2.3')}`);
    assert.equal(userAgent('1.2.3', ''), userAgent('1.2.3'));
  });
});
