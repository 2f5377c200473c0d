/**
 * The HPACK stories (http2jp/hpack-test-case): each is the field blocks of one direction of a connection, in order. Those of nghttp2
 * are decoded and compared; the raw lists are encoded here, decoded by hpack.js, and compared.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type FieldList, HpackDecoder, HpackEncoder } from '../../../wire/hpack/index.js';
import { repositoryPath } from '../../support/repository.js';
import type { Result } from './result.js';

/** Stories as they are published: a folder that came half would make a suite of nothing. */
const STORIES = { nghttp2: 32, 'nghttp2-change-table-size': 31, 'raw-data': 32 } as const;

interface Story {
  readonly cases: readonly {
    readonly wire?: string;
    readonly header_table_size?: number;
    readonly headers: readonly Readonly<Record<string, string>>[];
  }[];
}

/** What is used of hpack.js, which has no types. */
interface Decompressor {
  write(block: Uint8Array): boolean;
  execute(): void;
  read(): { readonly name: string; readonly value: string } | null;
  on(event: 'error', listener: (error: Error) => void): void;
}

export function checkHpack(folder: string): Result[] {
  return [
    ...checkStories(folder, 'nghttp2', decodes),
    ...checkStories(folder, 'nghttp2-change-table-size', decodes),
    ...checkStories(folder, 'raw-data', (story) => encodes(story, true)),
    ...checkStories(folder, 'raw-data', (story) => encodes(story, false)),
  ];
}

function checkStories(folder: string, kind: keyof typeof STORIES, check: (story: Story) => void): Result[] {
  const files = readdirSync(join(folder, 'hpack', kind)).filter((name) => name.endsWith('.json'));
  const results: Result[] = files.sort().map((file) => {
    const name = `hpack/${kind}/${file}`;
    try {
      check(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Story);
      return { name, failure: undefined };
    } catch (error) {
      return { name, failure: (error as Error).message };
    }
  });
  const missing = STORIES[kind] - files.length;
  for (let count = 0; count < missing; count++) {
    results.push({ name: `hpack/${kind}`, failure: `${missing} of ${STORIES[kind]} stories are missing` });
  }
  return results;
}

function decodes(story: Story): void {
  const decoder = new HpackDecoder({ maxListBytes: Number.POSITIVE_INFINITY });
  assert.ok(story.cases.length > 0, 'a story without a case');
  for (const [number, { wire, header_table_size: tableBytes, headers }] of story.cases.entries()) {
    if (tableBytes !== undefined) decoder.setMaxTableBytes(tableBytes);
    const block = Buffer.from(wire!, 'hex');
    assert.deepEqual(decoder.decode(block, 0, block.length), listOf(headers), `case ${number}`);
  }
}

function encodes(story: Story, huffman: boolean): void {
  const encoder = new HpackEncoder({ huffman });
  const require = createRequire(repositoryPath('spec-tests/suites/vectors/package.json'));
  const { decompressor } = require('hpack.js') as { decompressor: { create(options: object): Decompressor } };
  const theirs = decompressor.create({ table: { maxSize: 4096 } });
  const failures: Error[] = [];
  theirs.on('error', (error) => failures.push(error));
  const buffer = new Uint8Array(65_536);
  assert.ok(story.cases.length > 0, 'a story without a case');
  for (const [number, { headers }] of story.cases.entries()) {
    const list = listOf(headers);
    const end = encoder.encode(list, buffer, 0);
    assert.ok(end <= buffer.length);
    theirs.write(buffer.slice(0, end));
    theirs.execute();
    assert.deepEqual(failures, [], `case ${number}`);
    const decoded: string[] = [];
    for (let field = theirs.read(); field !== null; field = theirs.read()) decoded.push(field.name, field.value);
    assert.deepEqual(decoded, list, `case ${number}`);
  }
}

function listOf(headers: Story['cases'][number]['headers']): FieldList {
  return headers.flatMap((field) => Object.entries(field).flat());
}
