export type ResolvedCallSettings = {};
