import { UnsupportedError } from '../errors.js'

/** What is made; undefined when it is not supported. */
export function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof UnsupportedError) return undefined
    throw error
  }
}
