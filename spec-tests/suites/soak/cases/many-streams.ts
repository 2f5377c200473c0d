/** 100,000 streams at once in one process, where the limit is raised to that: all of them answer, and one takes little memory. */
import { check, kib, startEnds, usedBytes } from '../bench.js';

const STREAMS = 100_000;
const MEASURED = 10_000;

const ends = await startEnds({ maxConcurrentStreams: STREAMS });
const { greeter } = await ends.channel();
const calls = [];
// The first ones bring what is made once.
const warm = 100;
let before = 0;
for (let n = 0; n < STREAMS; n++) {
  if (n === warm) before = await usedBytes();
  if (n === warm + MEASURED) {
    await greeter.sayHello({ name: 'all that were opened have arrived' }).catch(() => {});
    const each = ((await usedBytes()) - before) / MEASURED;
    check(each <= 4 * 1024, `an open idle stream takes ${kib(each)} of heap and array buffers, both ends; at most 4 KiB`);
  }
  calls.push(greeter.chat.start());
  // Lets the headers go out and handlers begin.
  if (n % 1_000 === 999) await new Promise((resolve) => setImmediate(resolve));
  if (n % 25_000 === 24_999) console.log(`  ${n + 1} streams were opened`);
}
let answered = 0;
for (let from = 0; from < STREAMS; from += 1_000) {
  const texts = calls.slice(from, from + 1_000).map(async (call, index) => {
    await call.write({ text: `${from + index}` });
    const { value } = await call[Symbol.asyncIterator]().next();
    if (value?.text === `${from + index}`) answered++;
  });
  await Promise.all(texts);
}
check(answered === STREAMS, `${answered} of ${STREAMS} streams that were open together answered`);
let ended = 0;
for (const call of calls) {
  call.end();
  void call.ended.then(({ status }) => {
    if (status.code === 0) ended++;
  });
}
await Promise.all(calls.map((call) => call.ended));
await new Promise((resolve) => setImmediate(resolve));
check(ended === STREAMS, `${ended} of them ended with OK`);
await ends.close();
