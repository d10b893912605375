/** Adds the table entries of `chunk` activation bytes to the counts of 64 rows, for each pixel in the list. */
export function lookUp64(
  visits: usize,
  end: usize,
  from: i32,
  chunk: i32,
  tables: usize,
  rowOffset: i32,
): void {
  for (let visit = visits; visit < end; visit += 8) {
    const act = load<usize>(visit) + from
    const counts = load<usize>(visit, 4) + rowOffset
    let ones0 = i8x16.splat(0)
    let ones1 = i8x16.splat(0)
    let ones2 = i8x16.splat(0)
    let ones3 = i8x16.splat(0)
    let table = tables
    for (let at = act, stop = act + chunk; at < stop; at++) {
      const byte = <i32>load<u8>(at)
      const low = table + ((byte << 6) & 0x3c0)
      const high = table + ((byte << 2) & 0x3c0)
      ones0 = i8x16.add(ones0, v128.load(low))
      ones1 = i8x16.add(ones1, v128.load(low, 16))
      ones2 = i8x16.add(ones2, v128.load(low, 32))
      ones3 = i8x16.add(ones3, v128.load(low, 48))
      ones0 = i8x16.add(ones0, v128.load(high, 1024))
      ones1 = i8x16.add(ones1, v128.load(high, 1040))
      ones2 = i8x16.add(ones2, v128.load(high, 1056))
      ones3 = i8x16.add(ones3, v128.load(high, 1072))
      table += 2048
    }
    addCounts(counts, ones0)
    addCounts(counts + 32, ones1)
    addCounts(counts + 64, ones2)
    addCounts(counts + 96, ones3)
  }
}

/** The same for 32 rows. */
export function lookUp32(
  visits: usize,
  end: usize,
  from: i32,
  chunk: i32,
  tables: usize,
  rowOffset: i32,
): void {
  for (let visit = visits; visit < end; visit += 8) {
    const act = load<usize>(visit) + from
    const counts = load<usize>(visit, 4) + rowOffset
    let ones0 = i8x16.splat(0)
    let ones1 = i8x16.splat(0)
    let table = tables
    for (let at = act, stop = act + chunk; at < stop; at++) {
      const byte = <i32>load<u8>(at)
      const low = table + ((byte << 5) & 0x1e0)
      const high = table + ((byte << 1) & 0x1e0)
      ones0 = i8x16.add(ones0, v128.load(low))
      ones1 = i8x16.add(ones1, v128.load(low, 16))
      ones0 = i8x16.add(ones0, v128.load(high, 512))
      ones1 = i8x16.add(ones1, v128.load(high, 528))
      table += 1024
    }
    addCounts(counts, ones0)
    addCounts(counts + 32, ones1)
  }
}

/** The same for 16 rows. */
export function lookUp16(
  visits: usize,
  end: usize,
  from: i32,
  chunk: i32,
  tables: usize,
  rowOffset: i32,
): void {
  for (let visit = visits; visit < end; visit += 8) {
    const act = load<usize>(visit) + from
    const counts = load<usize>(visit, 4) + rowOffset
    let ones = i8x16.splat(0)
    let table = tables
    for (let at = act, stop = act + chunk; at < stop; at++) {
      const byte = <i32>load<u8>(at)
      ones = i8x16.add(ones, v128.load(table + ((byte << 4) & 0xf0)))
      ones = i8x16.add(ones, v128.load(table + (byte & 0xf0), 256))
      table += 512
    }
    addCounts(counts, ones)
  }
}

/** Adds 16 bytes to 16 counts of 16 bits. */
function addCounts(counts: usize, ones: v128): void {
  v128.store(counts, i16x8.add(v128.load(counts), i16x8.extend_low_i8x16_u(ones)))
  v128.store(counts, i16x8.add(v128.load(counts, 16), i16x8.extend_high_i8x16_u(ones)), 16)
}
