/** A wrong setting, told in words to whoever set it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
