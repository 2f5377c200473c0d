/**
 * Refuses a promise where a message is expected: it has none of the message's fields, so it would go out as an empty message, and
 * what it rejects with later would end the process. `what` is what it was given for, such as `a reply`.
 */
export function refusePromise(message: unknown, what: string): void {
  if (message instanceof Promise) throw forgotten(message, what);
}

function forgotten(message: Promise<unknown>, what: string): TypeError {
  message.catch(ignore);
  return new TypeError(`${what} is a Promise, which has none of the message's fields: await it first`);
}

function ignore(): void {}
