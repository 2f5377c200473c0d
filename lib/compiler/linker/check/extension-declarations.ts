/**
 * Protobuf extension declarations: an extension range may say which extension each of its numbers is kept for
 * (`google.protobuf.ExtensionRangeOptions.declaration`), and then has no others.
 */
import type { ExtensionRangeOptions, ExtensionRangeOptions_Declaration } from '../../../../wire/protobuf/generated/descriptor.js';
import type { Diagnostics } from '../../diagnostics.js';
import { extensionRangeOf, type FieldDefinition, type MessageDefinition } from '../definitions.js';
import { scalarTypes } from '../resolve.js';

// The numbers of google.protobuf.ExtensionRangeOptions.VerificationState.
const DECLARATION = 0;
const UNVERIFIED = 1;

/** What a message's own extension ranges declare. */
export function checkDeclarations(message: MessageDefinition, diagnostics: Diagnostics): void {
  const numbers = new Set<number>();
  for (const [index, proto] of message.proto.extensionRange.entries()) {
    const declarations = proto.options?.declaration ?? [];
    const at = message.extensionRanges[index]!.range;
    const error = (text: string, help?: string): void => diagnostics.error(message.file.source, at, text, help);
    if (declarations.length > 0 && proto.options?.verification === UNVERIFIED) {
      error('an extension range that declares its extensions cannot be UNVERIFIED', 'remove the option "verification"');
    }
    for (const one of declarations) {
      const number = one.number ?? 0;
      if (number < proto.start! || number >= proto.end!)
        error(
          `the declaration of number ${number} stands outside its extension range`,
          `take a number from ${proto.start} to ${proto.end! - 1}`,
        );
      if (numbers.has(number)) error(`the extension number ${number} is declared twice`, 'remove one of the declarations');
      numbers.add(number);
      checkDeclaration(one, number, error);
    }
  }
}

function checkDeclaration(one: ExtensionRangeOptions_Declaration, number: number, error: (text: string, help?: string) => void): void {
  const { fullName, type } = one;
  if ((fullName === undefined) !== (type === undefined) || (fullName === undefined && one.reserved !== true)) {
    error(`the declaration of number ${number} needs both "full_name" and "type"`, 'or neither, and reserved: true');
  }
  if (fullName !== undefined && !/^(?:\.[A-Za-z_][A-Za-z0-9_]*)+$/.test(fullName)) {
    error(`the declaration of number ${number} has the name "${fullName}"`, 'a full name starts with a dot, as in ".shop.note"');
  }
  if (type !== undefined && !scalarTypes.has(type) && !type.startsWith('.')) {
    error(`the declaration of number ${number} has the type "${type}"`, 'it is a scalar, or a full name that starts with a dot');
  }
}

function declarationsByNumber(options: ExtensionRangeOptions): ReadonlyMap<number, ExtensionRangeOptions_Declaration> {
  let byNumber = declarations.get(options);
  if (byNumber === undefined) {
    byNumber = new Map([...options.declaration].reverse().map((one) => [one.number ?? 0, one]));
    declarations.set(options, byNumber);
  }
  return byNumber;
}
const declarations = new WeakMap<ExtensionRangeOptions, ReadonlyMap<number, ExtensionRangeOptions_Declaration>>();

/** Whether an extension is the one that its number was declared for. */
export function checkDeclared(field: FieldDefinition, extended: MessageDefinition, diagnostics: Diagnostics): void {
  const { number } = field;
  const options = extensionRangeOf(extended, number)?.proto.options;
  if (options === undefined || (options.declaration.length === 0 && options.verification !== DECLARATION)) return;
  const error = (text: string, help?: string): void => diagnostics.error(field.file.source, field.range, text, help);
  const declared = declarationsByNumber(options).get(number);
  if (declared === undefined) {
    // As in protoc: anybody may extend options, whatever their ranges declare.
    if (extended.file.name === 'google/protobuf/descriptor.proto') return;
    error(
      `"${extended.fullName}" declares no extension of number ${number}`,
      'add a declaration to its extension range, or take a declared number',
    );
    return;
  }
  if (declared.reserved === true) {
    error(`the extension number ${number} of "${extended.fullName}" is reserved`, 'take another number');
    return;
  }
  const type = field.type === undefined ? [...scalarTypes].find(([, one]) => one === field.proto.type)?.[0] : `.${field.type.fullName}`;
  const expected = `${declared.repeated === true ? 'repeated ' : ''}${declared.type} ${declared.fullName}`;
  const given = `${field.repeated ? 'repeated ' : ''}${type} .${field.fullName}`;
  if (expected !== given)
    error(`the extension number ${number} of "${extended.fullName}" is declared as "${expected}", this one is "${given}"`, 'change either');
}
