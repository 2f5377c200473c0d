/**
 * Citations have one grammar, so that a search for a section finds every line that obeys it: `RFC 9113 §6.9.1`, `gRFC A6`,
 * `gRPC over HTTP/2: Errors`, `Protobuf encoding: Maps`.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryPath } from '../support/repository.js';

/** What looks like a citation in another form, with what to write instead. */
const WRONG: readonly (readonly [RegExp, string])[] = [
  [/\bRFC-?\d/, 'RFC 9113, with a space'],
  [/\brfc ?\d/, 'RFC in capitals'],
  [/\bRFC \d+,? (?:section|Section|sec\.|s\.)/, 'RFC 9113 §6.9.1'],
  [/\bRFC \d+ §\s/, 'the section right behind §'],
  [/\bRFC \d+, §/, 'RFC 9113 §6.9.1, without a comma'],
  [/(?<!(?:RFC \d+|Unicode) )§\d/, 'the document in front of §'],
  [/\bgRFC-?[A-Z]?\d/, 'gRFC A6'],
  [/\bgRFC A\d+,? [§(]/, 'gRFC A6: the heading'],
  [/\bProtobuf: /, 'Protobuf and the name of the page, such as Protobuf encoding: Maps'],
  [/\bProtobuf (?:encoding|enum|json|features|proto[23](?:-spec)?|textformat-spec), [A-Z]/, 'a colon between page and heading'],
  [/\bgRPC (?:over HTTP\/2|status codes|compression|Name Resolution|Connection Backoff), [A-Z]/, 'a colon between document and heading'],
  [/\bgRPC over HTTP2\b/, 'gRPC over HTTP/2'],
];

const files = ['wire', 'lib', 'spec-tests'].flatMap((folder) =>
  readdirSync(repositoryPath(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/node_modules|[\\/]gen(?:erated)?[\\/]|citations\.test/.test(name))
    .map((name) => join(folder, name)),
);

describe('citations', () => {
  it('have one grammar', () => {
    assert.ok(files.length > 200);
    const found = files.flatMap((file) =>
      readFileSync(repositoryPath(file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          WRONG.filter(([pattern]) => pattern.test(line)).map(([, instead]) => `${file}:${index + 1}: write ${instead}: ${line.trim()}`),
        ),
    );
    assert.deepEqual(found, []);
  });

  it('of a wrong form are found', () => {
    const wrong = ['RFC9113 §6', 'RFC 9113, section 6', 'see §6.9', 'gRFC-A6', 'Protobuf: Enum Behavior', 'gRPC over HTTP/2, Errors'];
    for (const line of wrong)
      assert.ok(
        WRONG.some(([pattern]) => pattern.test(line)),
        line,
      );
    const right = ['(RFC 9113 §6.9.1)', 'gRFC A6: Transparent Retries', '(Protobuf encoding: Maps)', 'gRPC over HTTP/2; RFC 9113 §8.1)'];
    for (const line of right) assert.ok(!WRONG.some(([pattern]) => pattern.test(line)), line);
  });
});
