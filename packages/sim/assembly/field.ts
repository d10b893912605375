/** Word `index` of the run descriptor at `run`; the indices are in src/fast/descriptor.ts. */
export function field(run: usize, index: i32): i32 {
  return load<i32>(run + ((<usize>index) << 2))
}

/** Word `index` of the run descriptor at `run`, a pointer. */
export function pointer(run: usize, index: i32): usize {
  return <usize>load<u32>(run + ((<usize>index) << 2))
}
