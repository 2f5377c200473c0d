/** Protobuf features: enforce_naming_style; Protobuf style: Identifier naming styles. */
import type { FeatureSet } from '../../../../wire/protobuf/descriptor.js';
import type { Diagnostics } from '../../diagnostics.js';
import type { Range } from '../../source.js';
import type { LinkedFile, MessageDefinition } from '../definitions.js';
import { featuresOf } from '../features.js';

interface Style {
  readonly name: string;
  /** Underscores apart. */
  readonly letters: RegExp;
  readonly example: (words: readonly string[]) => string;
}

const titleCase: Style = {
  name: 'TitleCase',
  letters: /^[A-Z][A-Za-z0-9]*$/,
  example: (words) => words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(''),
};
const lowerSnakeCase: Style = {
  name: 'lower_snake_case',
  letters: /^[a-z][a-z0-9_]*$/,
  example: (words) => words.join('_').toLowerCase(),
};
const upperSnakeCase: Style = {
  name: 'UPPER_SNAKE_CASE',
  letters: /^[A-Z][A-Z0-9_]*$/,
  example: (words) => words.join('_').toUpperCase(),
};

export function checkNaming(file: LinkedFile, diagnostics: Diagnostics): void {
  if (!file.language.isEdition) return;
  const check = (what: string, name: string, range: Range, style: Style, features: FeatureSet): void => {
    if (features.enforceNamingStyle === 'style-legacy' || follows(name, style)) return;
    const better = suggestion(name, style);
    diagnostics.error(
      file.source,
      range,
      `${what} "${name}" is not in ${style.name}, which ${file.language.name} asks for`,
      `${better === undefined ? 'rename it' : `write ${better}`}, or set features.enforce_naming_style = STYLE_LEGACY`,
    );
  };
  const packageNode = file.node.package;
  if (packageNode !== undefined) {
    const broken = packageNode.name.text.split('.').find((part) => !follows(part, lowerSnakeCase));
    if (broken !== undefined) check('the package name', broken, packageNode.name.range, lowerSnakeCase, file.features);
  }
  for (const message of file.messages) {
    if (message.node === undefined) continue;
    check('the message name', message.name, message.range, titleCase, message.features);
    for (const oneof of message.oneofs) check('the oneof name', oneof.name, oneof.range, lowerSnakeCase, oneof.features);
    checkCollisions(message, diagnostics);
  }
  for (const field of file.fields) {
    if (field.container?.node === undefined && field.extend === undefined) continue;
    check('the field name', field.name, field.range, lowerSnakeCase, field.features);
  }
  for (const enumeration of file.enums) {
    check('the enum name', enumeration.name, enumeration.range, titleCase, enumeration.features);
    for (const value of enumeration.node.values) {
      const features = featuresOf(file, enumeration.features, value.options);
      check('the enum value name', value.name.text, value.name.range, upperSnakeCase, features);
    }
  }
  for (const service of file.node.services) {
    const features = featuresOf(file, file.features, service.options);
    check('the service name', service.name.text, service.name.range, titleCase, features);
    for (const method of service.methods) {
      check('the method name', method.name.text, method.name.range, titleCase, featuresOf(file, features, method.options ?? []));
    }
  }
}

/** Protobuf style: Avoid Field Names and Oneof Names that Could Potentially Cause Collisions. */
function checkCollisions(message: MessageDefinition, diagnostics: Diagnostics): void {
  const members = [...message.fields, ...message.oneofs];
  const names = new Set(members.map(({ name }) => name));
  for (const { name, range, features } of members) {
    if (features.enforceNamingStyle !== 'style2026') continue;
    const help = 'rename it, or set features.enforce_naming_style = STYLE2024';
    if (name === 'descriptor') {
      diagnostics.error(message.file.source, range, 'the name "descriptor" meets names of generated code', help);
      continue;
    }
    const prefix = ['has_', 'get_', 'set_', 'clear_'].find((one) => name.startsWith(one) && names.has(name.slice(one.length)));
    const other = prefix !== undefined ? name.slice(prefix.length) : name.endsWith('_value') ? name.slice(0, -'_value'.length) : undefined;
    if (other === undefined || !names.has(other)) continue;
    diagnostics.error(message.file.source, range, `the name "${name}" meets names that generated code makes of "${other}"`, help);
  }
}

/** Protobuf style: Underscores in Identifiers: each stands before a letter, and none at an end. */
function follows(name: string, style: Style): boolean {
  return style.letters.test(name) && !/_(?:[^A-Za-z]|$)/.test(name);
}

function suggestion(name: string, style: Style): string | undefined {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .split('_')
    .filter((word) => word !== '');
  // A digit joins the word before it.
  const joined: string[] = [];
  for (const word of words) {
    if (joined.length > 0 && /^[0-9]/.test(word)) joined[joined.length - 1] += word;
    else joined.push(word);
  }
  const better = style.example(joined);
  return better !== name && follows(better, style) ? better : undefined;
}
