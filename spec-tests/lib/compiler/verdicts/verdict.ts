/** One rule of the language, as a schema that breaks it and the nearest one that does not. */
export interface Verdict {
  /** Its file's name, without `.proto`. */
  readonly name: string;
  /** The document, its section, and what it asks for. */
  readonly rule: string;
  readonly refused: string;
  readonly accepted: string;
  /** Files that both import, by path. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * In all texts `$` stands for the verdict's name, so that none meets the names of another, and so do the option numbers 50000 to 50009,
 * which every verdict has of its own.
 */
export function verdict(
  name: string,
  rule: string,
  refused: string,
  accepted: string,
  files: Readonly<Record<string, string>> = {},
): Verdict {
  return { name, rule, refused, accepted, files };
}

export function proto2(body: string): string {
  return `syntax = "proto2";\npackage $;\n${body}\n`;
}

export function proto3(body: string): string {
  return `syntax = "proto3";\npackage $;\n${body}\n`;
}

export function edition2023(body: string): string {
  return `edition = "2023";\npackage $;\n${body}\n`;
}

export function edition2024(body: string): string {
  return `edition = "2024";\npackage $;\n${body}\n`;
}

export function edition2026(body: string): string {
  return `edition = "2026";\npackage $;\n${body}\n`;
}
