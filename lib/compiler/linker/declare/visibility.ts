/** Protobuf symbol_visibility: where `export` and `local` may stand. */
import { MAX_FIELD_NUMBER } from '../../../../wire/protobuf/tag.js';
import type { EnumNode, MessageNode } from '../../tree.js';
import type { Declaring } from './declare.js';

export function checkVisibility(context: Declaring): void {
  const { node } = context.file;
  for (const one of node.enums) checkWord(context, one, undefined);
  for (const one of node.messages) {
    checkWord(context, one, undefined);
    checkInside(context, one, true);
  }
}

function checkInside(context: Declaring, parent: MessageNode, atTop: boolean): void {
  const around = { isNamespace: atTop && context.file.features.defaultSymbolVisibility === 'strict' && isNamespace(parent) };
  for (const one of parent.body.enums) checkWord(context, one, around);
  for (const one of parent.body.messages) {
    checkWord(context, one, around);
    checkInside(context, one, false);
  }
}

/** The message that a declaration stands in. */
interface Around {
  /** It may export its enums whatever holds. */
  readonly isNamespace: boolean;
}

function checkWord(context: Declaring, node: MessageNode | EnumNode, parent: Around | undefined): void {
  if (node.visibility === undefined) return;
  const { word, range } = node.visibility;
  const { language, features } = context.file;
  if (!language.hasVisibility) {
    context.error(range, `"${word}" is for editions from 2024 on, and this file is in ${language.name}`, 'remove it');
  } else if (
    parent !== undefined &&
    word === 'export' &&
    features.defaultSymbolVisibility === 'strict' &&
    !(parent.isNamespace && node.kind === 'enum')
  ) {
    context.error(
      range,
      `"${node.name.text}" cannot be exported from inside a message under STRICT visibility`,
      'move it to the top of the file',
    );
  }
}

/** Protobuf symbol_visibility: STRICT: a local message without any field, which holds enums for their names' sake. */
function isNamespace(parent: MessageNode): boolean {
  if (parent.visibility?.word === 'export') return false;
  const [range, ...others] = parent.body.reserved.flatMap(({ ranges }) => ranges);
  if (range === undefined || others.length > 0 || range.start.magnitude !== 1n) return false;
  return range.end === 'max' || range.end.magnitude === BigInt(MAX_FIELD_NUMBER);
}
