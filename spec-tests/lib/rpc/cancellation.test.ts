import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { type Cancellable, Children, ignoreSignal, listenToSignal } from '../../../lib/rpc/cancellation.js';

class Target implements Cancellable {
  readonly reasons: unknown[] = [];
  onCancelled(reason: unknown): void {
    this.reasons.push(reason);
  }
}

describe('cancellation by a signal', () => {
  it('has one listener for all that hang on it, and none when the last has left', () => {
    const { signal } = new AbortController();
    const targets = Array.from({ length: 50 }, () => new Target());
    for (const target of targets) listenToSignal(signal, target);
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    for (const target of targets.slice(1)) ignoreSignal(signal, target);
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    ignoreSignal(signal, targets[0]!);
    ignoreSignal(signal, targets[0]!);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
    listenToSignal(signal, targets[0]!);
    assert.equal(getEventListeners(signal, 'abort').length, 1, 'and one again for the next');
    ignoreSignal(signal, targets[0]!);
  });

  it('tells each once, with the reason, and lets go of the signal', () => {
    const controller = new AbortController();
    const targets = [new Target(), new Target()];
    for (const target of targets) listenToSignal(controller.signal, target);
    controller.abort('bored');
    assert.deepEqual(
      targets.map(({ reasons }) => reasons),
      [['bored'], ['bored']],
    );
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('does not tell whom another has removed on the way', () => {
    const controller = new AbortController();
    const second = new Target();
    const first: Cancellable = { onCancelled: () => ignoreSignal(controller.signal, second) };
    listenToSignal(controller.signal, first);
    listenToSignal(controller.signal, second);
    controller.abort();
    assert.deepEqual(second.reasons, []);
  });

  it('harms nobody when there is nothing to undo', () => {
    ignoreSignal(new AbortController().signal, new Target());
  });
});

describe('cancellation by a server call', () => {
  it('reaches all children once', () => {
    const children = new Children();
    const targets = [new Target(), new Target(), new Target()];
    for (const target of targets) children.add(target);
    children.remove(targets[1]!);
    children.cancelAll('gone');
    children.cancelAll('again');
    assert.deepEqual(
      targets.map(({ reasons }) => reasons),
      [['gone'], [], ['gone']],
    );
    assert.equal(children.size, 0);
  });
});
