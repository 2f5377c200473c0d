/** Something its user can mend: a parameter, or a schema that no code can be made of. */
export class PluginError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PluginError';
  }
}
