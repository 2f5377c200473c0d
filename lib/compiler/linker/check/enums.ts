import type { Diagnostics } from '../../diagnostics.js';
import type { EnumDefinition, LinkedFile } from '../definitions.js';

export function checkEnums(file: LinkedFile, diagnostics: Diagnostics): void {
  for (const enumeration of file.enums) {
    if (enumeration.broken) continue;
    checkAliases(enumeration, diagnostics);
    checkValueNames(enumeration, diagnostics);
  }
}

/** Protobuf enum: two names of one number need `allow_alias`, and that needs two such names. */
function checkAliases(enumeration: EnumDefinition, diagnostics: Diagnostics): void {
  const { proto, node, file } = enumeration;
  const allowed = proto.options?.allowAlias;
  const names = new Map<number, string>();
  let hasAlias = false;
  for (const [index, value] of proto.value.entries()) {
    const other = names.get(value.number!);
    if (other === undefined) {
      names.set(value.number!, value.name!);
      continue;
    }
    hasAlias = true;
    if (allowed !== true) {
      diagnostics.error(
        file.source,
        node.values[index]!.number.range,
        `"${value.name}" has the number ${value.number} of "${other}"`,
        () =>
          `give it another number (${Math.max(...names.keys()) + 1} is free), or write option allow_alias = true; if both names are meant`,
      );
    }
  }
  const option = node.options.find((one) => one.name.length === 1 && one.name[0]!.text === 'allow_alias');
  if (option === undefined) return;
  if (allowed === true && !hasAlias)
    diagnostics.error(file.source, option.nameRange, `no two values of "${enumeration.name}" share a number`, 'remove allow_alias');
  if (allowed === false) diagnostics.error(file.source, option.nameRange, 'allow_alias = false changes nothing', 'remove it');
}

/**
 * Generators drop the enum's name from its values' and change their case: two values must not become one by it.
 * The same number twice is an alias that was meant.
 */
function checkValueNames(enumeration: EnumDefinition, diagnostics: Diagnostics): void {
  const { proto, node, file } = enumeration;
  const seen = new Map<string, { name: string; number: number }>();
  for (const [index, value] of proto.value.entries()) {
    const name = value.name!;
    const short = camelCase(withoutPrefix(name, enumeration.name));
    const other = seen.get(short);
    if (other === undefined) {
      seen.set(short, { name, number: value.number! });
      continue;
    }
    if (other.name === name || other.number === value.number) continue;
    diagnostics.error(
      file.source,
      node.values[index]!.name.range,
      `"${name}" and "${other.name}" are both "${short}" without the enum's name and in camel case`,
      'rename one of them',
    );
  }
}

/** SHOE_SIZE_LARGE of ShoeSize is LARGE. */
function withoutPrefix(value: string, enumName: string): string {
  const prefix = enumName.replaceAll('_', '').toLowerCase();
  let matched = 0;
  let at = 0;
  for (; at < value.length && matched < prefix.length; at++) {
    if (value[at] === '_') continue;
    if (value[at]!.toLowerCase() !== prefix[matched]) return value;
    matched++;
  }
  if (matched < prefix.length) return value;
  while (value[at] === '_') at++;
  return at === value.length ? value : value.slice(at);
}

function camelCase(name: string): string {
  return name
    .split('_')
    .filter((word) => word !== '')
    .map((word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase())
    .join('');
}
