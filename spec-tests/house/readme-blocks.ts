/** Reads a page's fenced blocks, so that they can be run. */

export interface Block {
  /** `ts`, `js`, `proto` or `sh`. */
  readonly language: string;
  readonly text: string;
  /** Line of the page on which it begins, from 1. */
  readonly line: number;
  /** The file that the block is, where its first line names one: `// server.js`. */
  readonly file: string | undefined;
  /** What `// → …` comments say is printed, in order. */
  readonly prints: readonly string[];
}

export interface Command {
  readonly words: readonly string[];
  /** The lines `# …` below it. */
  readonly prints: readonly string[];
}

export function readBlocks(page: string): Block[] {
  const blocks: Block[] = [];
  const lines = page.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const language = /^```(\w+)$/.exec(lines[at]!)?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf('```', at);
    if (end < 0) throw new Error(`line ${at + 1}: the block has no end`);
    const body = lines.slice(at + 1, end);
    blocks.push({
      language,
      text: `${body.join('\n')}\n`,
      line: at + 1,
      file: /^\/\/ ([\w.-]+\.\w+)$/.exec(body[0] ?? '')?.[1],
      prints: body.flatMap((line) => /\/\/ → (.*)$/.exec(line)?.[1] ?? []),
    });
    at = end;
  }
  return blocks;
}

export function readCommands(block: Block): Command[] {
  const commands: { words: string[]; prints: string[] }[] = [];
  for (const line of block.text.split('\n')) {
    if (line.startsWith('# ')) commands.at(-1)!.prints.push(line.slice(2));
    else if (line !== '') commands.push({ words: line.split(' '), prints: [] });
  }
  return commands;
}

/** A fragment as a module: its imports, those that the page takes for granted, and its lines in a block of their own. */
export function asModule(block: Block, port: number): string {
  const imports = [...block.text.matchAll(/^import .*$/gm)].map(([text]) => text);
  const body = block.text.replace(/^import .*\n/gm, '');
  const imported = imports.join('\n');
  const given = (names: string[], from: string) => {
    const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(body) && !new RegExp(`\\b${name}\\b`).test(imported));
    return used.length === 0 ? '' : `import { ${used.join(', ')} } from '${from}';\n`;
  };
  const usesClient = /\bgreeter\b|\bchannel\b/.test(body);
  const head = `${imported}\n${given(['Channel', 'createClient', 'RpcError', 'Server', 'StatusCode'], 'barewire')}${given(['Greeter'], './gen/hello.js')}`;
  if (!usesClient) return `${head}{\n${body}}\nexport {};\n`;
  return `${head}
import { Channel as GivenChannel, createClient as givenClient } from 'barewire';
import { Greeter as GivenGreeter } from './gen/hello.js';
const channel = new GivenChannel('127.0.0.1:${port}');
const greeter = givenClient(GivenGreeter, channel);
{
${body}}
await channel.close();
`;
}
