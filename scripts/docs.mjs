/**
 * Prints docs/limits.md from wire/limits.ts and lib/limits.ts, for `npm run generate`. Needs a build: the values are those of the
 * built constants.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './house.mjs';

/** What changes a limit. All others are fixed. */
const OPTIONS = {
  MAX_DEPTH: '`maxDepth` of `decode`, and of the option `decode` of servers and calls; elsewhere fixed',
  DEFAULT_DECODE_MEMORY_BYTES: '`maxMemoryBytes` of `decode`, and of the option `decode` of servers and calls',
  DECODE_MEMORY_FACTOR: '`maxMemoryBytes` of `decode`, and of the option `decode` of servers and calls',
  DEFAULT_MAX_DELIMITED_BYTES: '`maxBytes` of `readDelimited` and `DelimitedReader`',
  RESET_BURST: '`abuse.resets.burst` of a server or channel',
  RESETS_PER_SECOND: '`abuse.resets.perSecond` of a server or channel',
  PROVOKED_RESET_BURST: '`abuse.provokedResets.burst` of a server or channel',
  PROVOKED_RESETS_PER_SECOND: '`abuse.provokedResets.perSecond` of a server or channel',
  REFUSED_STREAM_BURST: '`abuse.refusedStreams.burst` of a server or channel',
  REFUSED_STREAMS_PER_SECOND: '`abuse.refusedStreams.perSecond` of a server or channel',
  PING_BURST: '`abuse.pings.burst` of a server or channel',
  PINGS_PER_SECOND: '`abuse.pings.perSecond` of a server or channel',
  SETTINGS_BURST: '`abuse.settings.burst` of a server or channel',
  SETTINGS_PER_SECOND: '`abuse.settings.perSecond` of a server or channel',
  EMPTY_FRAME_BURST: '`abuse.emptyFrames.burst` of a server or channel',
  EMPTY_FRAMES_PER_SECOND: '`abuse.emptyFrames.perSecond` of a server or channel',
  PRIORITY_BURST: '`abuse.priorities.burst` of a server or channel',
  PRIORITIES_PER_SECOND: '`abuse.priorities.perSecond` of a server or channel',
  WINDOW_UPDATE_BURST: '`abuse.windowUpdates.burst` of a server or channel',
  WINDOW_UPDATES_PER_SECOND: '`abuse.windowUpdates.perSecond` of a server or channel',
  UNKNOWN_FRAME_BURST: '`abuse.unknownFrames.burst` of a server or channel',
  UNKNOWN_FRAMES_PER_SECOND: '`abuse.unknownFrames.perSecond` of a server or channel',
  STRAY_FRAME_BURST: '`abuse.strayFrames.burst` of a server or channel',
  STRAY_FRAMES_PER_SECOND: '`abuse.strayFrames.perSecond` of a server or channel',
  INTERIM_RESPONSE_BURST: '`abuse.interimResponses.burst` of a server or channel',
  INTERIM_RESPONSES_PER_SECOND: '`abuse.interimResponses.perSecond` of a server or channel',
  MAX_QUEUED_BYTES: '`abuse.maxQueuedBytes` of a server or channel',
  MAX_STALLED_BYTES: '`abuse.maxStalledBytes` of a server or channel',
  STALL_TIMEOUT_MS: '`abuse.stallTimeoutMs` of a server or channel',
  MAX_HELD_BYTES: '`abuse.maxHeldBytes` of a server or channel',
  FRAME_TIMEOUT_MS: '`abuse.frameTimeoutMs` of a server or channel',
  MAX_ADAPTIVE_WINDOW_BYTES: '`maxAdaptiveWindowBytes` of a server or channel',
  DEFAULT_MAX_RECEIVE_MESSAGE_BYTES: '`maxReceiveMessageBytes` of a call, client, channel (`calls`) or server',
  DEFAULT_RETRY_BUFFER_BYTES: '`retryBufferBytes` of a call, client or channel (`calls`)',
  DEFAULT_MAX_CONCURRENT_STREAMS: '`maxConcurrentStreams` of a server',
  DEFAULT_MAX_CONNECTIONS: '`maxConnections` of a server',
  DEFAULT_SERVER_MAX_HEADER_LIST_BYTES: '`maxHeaderListBytes` of a server',
  DEFAULT_MAX_RESPONSE_HEADER_BYTES: '`maxResponseHeaderBytes` of a server',
  DEFAULT_MAX_HTTP_BODY_BYTES: '`maxHttpBodyBytes` of a server',
  DEFAULT_CONNECTION_WINDOW_BYTES: '`connectionWindowBytes` of a server or channel',
  NODE_HTTP2_CONNECTION_WINDOW_BYTES: '`connectionWindowBytes` of a server or channel',
  ENGINE_FRAME_BYTES: '`maxFrameBytes` of a server or channel',
  DEFAULT_STREAM_WINDOW_BYTES: '`streamWindowBytes` of a server or channel',
  DEFAULT_HANDSHAKE_TIMEOUT_MS: '`handshakeTimeoutMs` of a server',
  DEFAULT_GRACE_MS: '`graceMs` of `server.close()` or `channel.close()`',
  BACKOFF_INITIAL_MS: '`backoff.initialMs` of a channel',
  BACKOFF_MULTIPLIER: '`backoff.multiplier` of a channel',
  BACKOFF_JITTER: '`backoff.jitter` of a channel',
  BACKOFF_MAX_MS: '`backoff.maxMs` of a channel',
  MIN_CONNECT_TIMEOUT_MS: '`connectTimeoutMs` of a channel',
  DEFAULT_IDLE_TIMEOUT_MS: '`idleTimeoutMs` of a channel',
  DEFAULT_PORT: 'the port in the target',
  DEFAULT_CHANNEL_MAX_HEADER_LIST_BYTES: '`maxHeaderListBytes` of a channel',
};

const UNITS = { BYTES: 'bytes', MS: 'ms', MB: 'MB' };

/** 262144 as `262,144 bytes (256 KiB)`. */
function valueText(name, value) {
  const unit = UNITS[name.slice(name.lastIndexOf('_') + 1)];
  const text = `${value.toLocaleString('en-US')}${unit === undefined ? '' : ` ${unit}`}`;
  if (unit === 'bytes' && value >= 1024 ** 2 && value % 1024 ** 2 === 0) return `${text} (${value / 1024 ** 2} MiB)`;
  if (unit === 'bytes' && value >= 1024 && value % 1024 === 0) return `${text} (${value / 1024} KiB)`;
  if (unit === 'ms' && value >= 60_000) return `${text} (${value / 60_000} min)`;
  return text;
}

/** The sections of one limits.ts: a `// Name` line, then constants with their comments. */
function readSections(source, values) {
  const sections = [];
  const pattern = /^\/\/ (.+)$|\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const (\w+)/gm;
  for (const [, title, comment, name] of source.matchAll(pattern)) {
    if (title !== undefined) {
      // Names such as gRPC and node:http2 keep their spelling.
      const isWord = /^[a-z]+(?: |$)/.test(title);
      sections.push({ title: isWord ? title[0].toUpperCase() + title.slice(1) : title, limits: [] });
      continue;
    }
    const reason = comment
      .replace(/^\s*\* ?/gm, '')
      .replace(/\s+/g, ' ')
      .replaceAll('|', '\\|')
      .trim();
    sections.at(-1).limits.push({ name, value: values[name], reason, option: OPTIONS[name] ?? 'fixed' });
  }
  return sections;
}

/** The whole page. */
export async function limitsPage() {
  const pages = [];
  for (const room of ['wire', 'lib']) {
    const values = await import(pathToFileURL(join(root, 'dist', room, 'limits.js')).href);
    const sections = readSections(readFileSync(join(root, room, 'limits.ts'), 'utf8'), values);
    const found = sections.flatMap(({ limits }) => limits.map(({ name }) => name));
    const missing = Object.keys(values).filter((name) => !found.includes(name));
    if (missing.length > 0) throw new Error(`${room}/limits.ts: ${missing.join(', ')} stands under no section, or has no comment`);
    pages.push(...sections);
  }
  const known = new Set(pages.flatMap(({ limits }) => limits.map(({ name }) => name)));
  const unknown = Object.keys(OPTIONS).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`scripts/docs.mjs names limits that are not there: ${unknown.join(', ')}`);
  const lines = [
    '# Limits',
    '',
    'Every limit and built-in time of barewire, its reason, and what changes it. Printed by `npm run generate` from',
    '`wire/limits.ts` and `lib/limits.ts`; a test compares this page with them.',
  ];
  for (const { title, limits } of pages) {
    lines.push('', `## ${title}`, '', '| limit | value | changed by | reason |', '|---|---|---|---|');
    for (const { name, value, option, reason } of limits) {
      lines.push(`| \`${name}\` | ${valueText(name, value)} | ${option} | ${reason} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}
