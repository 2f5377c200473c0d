/** A schema of many messages, shaped as schemas of services are: scalars, enums, messages of this and the file before, lists, maps, oneofs. */

/** The files by name. Message `n` of a file refers to those before it, so that each file is a web and not a list. */
export function manyMessages(files: number, messagesPerFile: number): Map<string, string> {
  const sources = new Map<string, string>();
  for (let file = 0; file < files; file++) {
    const lines = ['syntax = "proto3";', `package tsc.f${file};`];
    if (file > 0) lines.push(`import "f${file - 1}.proto";`);
    lines.push('import "google/protobuf/timestamp.proto";');
    for (let index = 0; index < messagesPerFile; index++) lines.push(...message(file, index));
    lines.push(`service Service${file} {`);
    for (let index = 1; index < messagesPerFile; index += 5)
      lines.push(`  rpc Call${index}(Message${index - 1}) returns (Message${index});`);
    lines.push('}', '');
    sources.set(`f${file}.proto`, lines.join('\n'));
  }
  return sources;
}

function message(file: number, index: number): string[] {
  const before = index > 0 ? `Message${index - 1}` : file > 0 ? `tsc.f${file - 1}.Message0` : 'string';
  const far = file > 0 ? `tsc.f${file - 1}.Message${index}` : 'bytes';
  const lines = [
    `// Message ${index} of file ${file}, with a comment as people write them.`,
    `message Message${index} {`,
    '  string name = 1;',
    '  // How many there are.',
    '  int32 count = 2;',
    '  optional int64 serial = 3;',
    `  repeated ${before} children = 4;`,
    `  map<string, ${far}> by_name = 5;`,
    '  google.protobuf.Timestamp created_at = 6;',
    '  bool enabled = 7;',
    '  double ratio = 8;',
    '  repeated uint32 numbers = 9;',
    `  oneof choice {`,
    '    string text = 10;',
    `    ${before} message = 11;`,
    '  }',
  ];
  if (index % 4 === 0) {
    lines.push('  enum State { STATE_UNKNOWN = 0; STATE_OPEN = 1; STATE_CLOSED = 2; }', '  State state = 12;');
  }
  lines.push('}');
  return lines;
}
