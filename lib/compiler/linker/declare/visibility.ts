/** Protobuf symbol_visibility: where `export` and `local` may stand. */
import type { EnumNode, MessageNode } from '../../tree.js';
import type { Declaring } from './declare.js';

export function checkVisibility(context: Declaring): void {
  const { node } = context.file;
  for (const one of node.enums) checkWord(context, one, undefined);
  for (const one of node.messages) {
    checkWord(context, one, undefined);
    checkInside(context, one);
  }
}

function checkInside(context: Declaring, parent: MessageNode): void {
  for (const one of parent.body.enums) checkWord(context, one, parent);
  for (const one of parent.body.messages) {
    checkWord(context, one, parent);
    checkInside(context, one);
  }
}

function checkWord(context: Declaring, node: MessageNode | EnumNode, parent: MessageNode | undefined): void {
  if (node.visibility === undefined) return;
  const { word, range } = node.visibility;
  const { language, features } = context.file;
  if (!language.hasVisibility) {
    context.error(range, `"${word}" is for editions from 2024 on, and this file is in ${language.name}`, 'remove it');
  } else if (parent !== undefined && word === 'export' && features.defaultSymbolVisibility === 'strict' && !isNamespaceOf(parent, node)) {
    context.error(
      range,
      `"${node.name.text}" cannot be exported from inside a message under STRICT visibility`,
      'move it to the top of the file',
    );
  }
}

/** Protobuf symbol_visibility: STRICT: a local message without any field, which holds enums for their names' sake. */
function isNamespaceOf(parent: MessageNode, node: MessageNode | EnumNode): boolean {
  if (node.kind !== 'enum' || parent.visibility?.word === 'export') return false;
  return parent.body.reserved.some(({ ranges }) => ranges.some(({ start, end }) => start.magnitude === 1n && end === 'max'));
}
