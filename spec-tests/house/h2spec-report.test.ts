/** What the suite h2spec reads: a case that is missing, failed or skipped must not pass for one that passed. */
import assert from 'node:assert/strict';
import { compare, parseDryRun, parseReport } from '../suites/h2spec/report.js';

const LIST = `Generic tests for HTTP/2 server
  3. Frame Definitions
    3.1. DATA
      1: Sends a DATA frame

Hypertext Transfer Protocol Version 2 (HTTP/2)
  6. Frame Definitions
    6.9. WINDOW_UPDATE
      1: Sends one with an increment of 0

      6.9.1. The Flow-Control Window
        1: Sends "many" & more

HPACK: Header Compression for HTTP/2
  6. Binary Format
    1: Sends a literal
`;

const REPORT = `<testsuites>
    <testcase package="generic/3.1" classname="Sends a DATA frame" time="0.1"></testcase>
    <testcase package="http2/6.9" classname="Sends one with an increment of 0" time="0.1">
      <error>GOAWAY Frame
Timeout</error>
    </testcase>
    <testcase package="http2/6.9.1" classname="Sends &#34;many&#34; &amp; more" time="0.1">
      <skipped></skipped>
    </testcase>
</testsuites>`;

describe('the report of h2spec', () => {
  it('names the cases as the list does', () => {
    assert.deepEqual(parseDryRun(LIST), [
      'generic/3.1 Sends a DATA frame',
      'http2/6.9 Sends one with an increment of 0',
      'http2/6.9.1 Sends "many" & more',
      'hpack/6 Sends a literal',
    ]);
  });

  it('counts what it leaves out and what nobody asked for as failed', () => {
    const outcomes = compare(parseDryRun(LIST), parseReport(REPORT)).map(({ name, outcome }) => `${outcome} ${name.split(' ')[0]}`);
    assert.deepEqual(outcomes, ['passed generic/3.1', 'failed http2/6.9', 'skipped http2/6.9.1', 'failed hpack/6']);
    const twice = compare(['generic/3.1 Sends a DATA frame'], [...parseReport(REPORT), ...parseReport(REPORT)]);
    assert.equal(twice.filter(({ outcome }) => outcome === 'failed').length, 5);
  });

  it('throws for a list that it does not understand', () => {
    assert.throws(() => parseDryRun('A new part\n  1. x\n'), /a part that is not known/);
    assert.throws(() => parseDryRun(`${LIST}  what is this\n`), /neither section nor case/);
  });
});
