export type Observer = {};
