import fc from 'fast-check'

/**
 * Properties draw the same cases every time, so that a run can be repeated and a red one means a change of the code.
 * `CONCORD_SEED=N` draws others; `pnpm test:deep` is for searching.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.CONCORD_SEED ?? 1) })
