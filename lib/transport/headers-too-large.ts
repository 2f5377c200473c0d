/** What is said of header lists that one end does not take. */

/** For the end that would send them. */
export function headersTooLarge(bytes: number, limit: number): string {
  return `the headers have ${bytes} bytes, the other side takes ${limit}: send less metadata, or raise maxHeaderListBytes there`;
}

/** For the client's end that they came to. */
export function responseHeadersTooLarge(bytes: number, limit: number): string {
  return `the response headers have ${bytes} bytes, the limit is ${limit}: raise maxHeaderListBytes`;
}
