/** All groups of cases, and the files that they are written to. */
import type { CaseFile } from '../case.js';
import { depth } from './depth.js';
import { ranges } from './encode.js';
import type { Group } from './group.js';
import { jsonKnown, jsonMembers, jsonValues } from './json.js';
import { lengthClaims, overrun, truncated } from './lengths.js';
import { maps, names } from './maps.js';
import { memory } from './memory.js';
import { aliasing, merging, required, unknown } from './messages.js';
import { foldedCase } from './pieces.js';
import { strings } from './strings.js';
import { textFields, textValues } from './text.js';
import { groups, varints } from './varints.js';
import { wireTypes } from './wire-types.js';

const GROUPS: readonly (() => Group)[] = [
  overrun,
  lengthClaims,
  truncated,
  wireTypes,
  varints,
  groups,
  maps,
  names,
  strings,
  depth,
  memory,
  merging,
  unknown,
  required,
  ranges,
  aliasing,
  jsonValues,
  jsonMembers,
  jsonKnown,
  textValues,
  textFields,
];

/** The path below `cases/` and the text of each file. */
export function allFiles(): { readonly path: string; readonly text: string; readonly file: CaseFile }[] {
  return GROUPS.map((make) => {
    const file = make().file();
    return { path: `${file.group.replaceAll(' ', '-')}.json`, text: printed(file), file };
  });
}

/** One case a line: a difference between two versions shows which. */
function printed({ group, about, cases }: CaseFile): string {
  const lines = cases.map((one) => `    ${JSON.stringify(foldedCase(one))}`);
  return `{\n  "group": ${JSON.stringify(group)},\n  "about": ${JSON.stringify(about)},\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
