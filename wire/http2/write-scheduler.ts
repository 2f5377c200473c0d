import { Ring, type SendQueue } from './send-queue.js';

/**
 * Whose turn it is: two rings of queues, each taken from the front and put back at the end, so that every stream with something to send
 * has its frame before any has a second one.
 *
 * - DATA: the first thing in the queue is bytes, and the stream's window is open. These also wait for the connection's window.
 * - FIELDS: the first thing is a field section or an empty end, which no window holds back.
 *
 * A queue whose stream has no window is in neither. Every move takes the same time however many streams there are.
 */
export class WriteScheduler<U> {
  data: SendQueue<U> | undefined;
  fields: SendQueue<U> | undefined;
  private dataEnd: SendQueue<U> | undefined;
  private fieldsEnd: SendQueue<U> | undefined;

  constructor() {
    this.data = undefined;
    this.fields = undefined;
    this.dataEnd = undefined;
    this.fieldsEnd = undefined;
  }

  /** Puts a queue, after any change of it or of its stream's window, where it belongs now; at the end, unless it is there already. */
  place(queue: SendQueue<U>): void {
    const ring = ringOf(queue);
    if (ring === queue.ring) return;
    if (queue.ring !== Ring.NONE) this.remove(queue);
    if (ring !== Ring.NONE) this.append(queue, ring);
  }

  /** Moves a queue that has had its turn behind all others. */
  rotate(queue: SendQueue<U>): void {
    if (queue.ring !== Ring.NONE) this.remove(queue);
    const ring = ringOf(queue);
    if (ring !== Ring.NONE) this.append(queue, ring);
  }

  remove(queue: SendQueue<U>): void {
    const { previous, next, ring } = queue;
    if (ring === Ring.NONE) return;
    if (previous !== undefined) previous.next = next;
    else if (ring === Ring.DATA) this.data = next;
    else this.fields = next;
    if (next !== undefined) next.previous = previous;
    else if (ring === Ring.DATA) this.dataEnd = previous;
    else this.fieldsEnd = previous;
    queue.previous = undefined;
    queue.next = undefined;
    queue.ring = Ring.NONE;
  }

  private append(queue: SendQueue<U>, ring: number): void {
    const end = ring === Ring.DATA ? this.dataEnd : this.fieldsEnd;
    queue.ring = ring;
    queue.previous = end;
    if (end !== undefined) end.next = queue;
    else if (ring === Ring.DATA) this.data = queue;
    else this.fields = queue;
    if (ring === Ring.DATA) this.dataEnd = queue;
    else this.fieldsEnd = queue;
  }
}

function ringOf(queue: SendQueue<unknown>): number {
  const head = queue.head;
  if (head === undefined) return Ring.NONE;
  if (head.bytes === undefined || head.start === head.end) return Ring.FIELDS;
  return queue.stream.sendWindow > 0 ? Ring.DATA : Ring.NONE;
}
