/** Whether two types are the same, for the compiler alone. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles for `expectSame<Same<A, B>>(true)` only. */
export function expectSame<T extends true>(_: T): void {}
