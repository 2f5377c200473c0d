/** What a plugin answered, as files: whole ones, and pieces that go into files written before. */
import type { CodeGeneratorResponse } from '../../../wire/protobuf/generated/plugin.js';
import { MAX_PLUGIN_PATH_LENGTH } from '../../limits.js';
import type { GeneratedFile } from '../generator/generate.js';
import { PluginError } from './error.js';

/** The files of one run, by path; several plugins may fill it one after the other. */
export class PluginOutput {
  readonly #files = new Map<string, string>();
  /** The folders that these files stand in. */
  readonly #folders = new Set<string>();

  /**
   * Takes the files of `response`. Throws a `PluginError` for the plugin's own error, for a path that leaves the output folder, for a
   * file that is there already, and for an insertion point that is not.
   */
  add(plugin: string, response: CodeGeneratorResponse): void {
    // An empty text is an error too: what counts is that it is there.
    if (response.error !== undefined)
      throw new PluginError(`${plugin}: ${response.error === '' ? 'failed and did not say why' : response.error}`);
    let current: string | undefined;
    for (const { name = '', insertionPoint = '', content = '' } of response.file) {
      if (name === '' && insertionPoint === '') {
        if (current === undefined) throw new PluginError(`${plugin} answered a file without a name`);
        this.#files.set(current, this.#files.get(current)! + content);
        continue;
      }
      checkPath(plugin, name);
      const present = this.#files.get(name);
      if (insertionPoint !== '') {
        if (present === undefined)
          throw new PluginError(`${plugin} adds to ${JSON.stringify(name)}, which no plugin wrote before it: give the one that does first`);
        this.#files.set(name, insert(plugin, name, present, insertionPoint, content));
        current = undefined;
        continue;
      }
      if (present !== undefined) throw new PluginError(`${plugin} writes ${JSON.stringify(name)}, which is written already`);
      this.#enterFolders(plugin, name);
      this.#files.set(name, content);
      current = name;
    }
  }

  /** One name is not a file and a folder; found before anything is written. */
  #enterFolders(plugin: string, path: string): void {
    if (this.#folders.has(path)) throw new PluginError(`${plugin} writes ${JSON.stringify(path)}, which is a folder of other files`);
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      const folder = path.slice(0, at);
      if (this.#files.has(folder))
        throw new PluginError(`${plugin} writes ${JSON.stringify(path)} into ${JSON.stringify(folder)}, which is a file`);
      this.#folders.add(folder);
    }
  }

  get files(): GeneratedFile[] {
    return [...this.#files].map(([path, text]) => ({ path, text }));
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const oddCharacters = /[\\:\u0000-\u001f\u007f-\u009f]/;

/** A path below the output folder, with `/` between its parts, on every system. */
function checkPath(plugin: string, path: string): void {
  if (path.length > MAX_PLUGIN_PATH_LENGTH)
    throw new PluginError(
      `${plugin} writes a path of ${path.length} characters, more than the ${MAX_PLUGIN_PATH_LENGTH} that one may have`,
    );
  const leadsOut = path.split('/').some((part) => part === '' || part === '.' || part === '..');
  if (leadsOut || oddCharacters.test(path))
    throw new PluginError(`${plugin} writes ${JSON.stringify(path)}, which is no path below the output folder: nothing was written`);
}

/** Puts `content` above the line of the insertion point, indented like it; right in front of one that stands in a comment of its own. */
function insert(plugin: string, name: string, text: string, point: string, content: string): string {
  const at = text.indexOf(`@@protoc_insertion_point(${point})`);
  if (at < 0)
    throw new PluginError(`${plugin} adds to ${JSON.stringify(name)} at the insertion point ${JSON.stringify(point)}, which is not there`);
  const comment = text.slice(0, at).endsWith('/* ');
  const start = comment ? at - 3 : text.lastIndexOf('\n', at) + 1;
  if (comment) return text.slice(0, start) + content + text.slice(start);
  const indent = /^[ \t]*/.exec(text.slice(start, at))![0];
  const lines = content === '' ? [] : content.replace(/\n$/, '').split('\n');
  return text.slice(0, start) + lines.map((line) => `${line === '' ? '' : indent}${line}\n`).join('') + text.slice(start);
}
