import { Tables, Visits } from './scratch'

// Adds the table entries of `chunk` activation bytes to the counts of 64, 32 or 16 rows, for each pixel in the list.

/** 64 rows. */
export function lookUp64(end: usize, from: i32, chunk: i32, rowOffset: i32): void {
  for (let visit: usize = Visits; visit < end; visit += 8) {
    const act = load<usize>(visit) + from
    const counts = load<usize>(visit, 4) + rowOffset
    let ones0 = i8x16.splat(0)
    let ones1 = i8x16.splat(0)
    let ones2 = i8x16.splat(0)
    let ones3 = i8x16.splat(0)
    let table = 0
    let at = act
    const stop = act + chunk
    let entry = 0
    for (; at + 4 <= stop; at += 4) {
      const bits = load<u32>(at)
      entry = table + (<i32>(bits << 6) & 0x3c0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 16))
      ones2 = i8x16.add(ones2, v128.load(entry, Tables + 32))
      ones3 = i8x16.add(ones3, v128.load(entry, Tables + 48))
      entry = table + (<i32>(bits << 2) & 0x3c0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 1024))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 1040))
      ones2 = i8x16.add(ones2, v128.load(entry, Tables + 1056))
      ones3 = i8x16.add(ones3, v128.load(entry, Tables + 1072))
      entry = table + (<i32>(bits >> 2) & 0x3c0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 2048))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 2064))
      ones2 = i8x16.add(ones2, v128.load(entry, Tables + 2080))
      ones3 = i8x16.add(ones3, v128.load(entry, Tables + 2096))
      entry = table + (<i32>(bits >> 6) & 0x3c0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 3072))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 3088))
      ones2 = i8x16.add(ones2, v128.load(entry, Tables + 3104))
      ones3 = i8x16.add(ones3, v128.load(entry, Tables + 3120))
      entry = table + (<i32>(bits >> 10) & 0x3c0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 4096))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 4112))
      ones2 = i8x16.add(ones2, v128.load(entry, Tables + 4128))
      ones3 = i8x16.add(ones3, v128.load(entry, Tables + 4144))
      entry = table + (<i32>(bits >> 14) & 0x3c0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 5120))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 5136))
      ones2 = i8x16.add(ones2, v128.load(entry, Tables + 5152))
      ones3 = i8x16.add(ones3, v128.load(entry, Tables + 5168))
      entry = table + (<i32>(bits >> 18) & 0x3c0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 6144))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 6160))
      ones2 = i8x16.add(ones2, v128.load(entry, Tables + 6176))
      ones3 = i8x16.add(ones3, v128.load(entry, Tables + 6192))
      entry = table + (<i32>(bits >> 22) & 0x3c0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 7168))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 7184))
      ones2 = i8x16.add(ones2, v128.load(entry, Tables + 7200))
      ones3 = i8x16.add(ones3, v128.load(entry, Tables + 7216))
      table += 8192
    }
    for (; at < stop; at++) {
      const bits = <i32>load<u8>(at)
      entry = table + ((bits << 6) & 0x3c0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 16))
      ones2 = i8x16.add(ones2, v128.load(entry, Tables + 32))
      ones3 = i8x16.add(ones3, v128.load(entry, Tables + 48))
      entry = table + ((bits << 2) & 0x3c0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 1024))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 1040))
      ones2 = i8x16.add(ones2, v128.load(entry, Tables + 1056))
      ones3 = i8x16.add(ones3, v128.load(entry, Tables + 1072))
      table += 2048
    }
    addCounts(counts, ones0)
    addCounts(counts + 32, ones1)
    addCounts(counts + 64, ones2)
    addCounts(counts + 96, ones3)
  }
}

/** 32 rows. */
export function lookUp32(end: usize, from: i32, chunk: i32, rowOffset: i32): void {
  for (let visit: usize = Visits; visit < end; visit += 8) {
    const act = load<usize>(visit) + from
    const counts = load<usize>(visit, 4) + rowOffset
    let ones0 = i8x16.splat(0)
    let ones1 = i8x16.splat(0)
    let table = 0
    let at = act
    const stop = act + chunk
    let entry = 0
    for (; at + 4 <= stop; at += 4) {
      const bits = load<u32>(at)
      entry = table + (<i32>(bits << 5) & 0x1e0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 16))
      entry = table + (<i32>(bits << 1) & 0x1e0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 512))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 528))
      entry = table + (<i32>(bits >> 3) & 0x1e0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 1024))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 1040))
      entry = table + (<i32>(bits >> 7) & 0x1e0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 1536))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 1552))
      entry = table + (<i32>(bits >> 11) & 0x1e0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 2048))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 2064))
      entry = table + (<i32>(bits >> 15) & 0x1e0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 2560))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 2576))
      entry = table + (<i32>(bits >> 19) & 0x1e0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 3072))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 3088))
      entry = table + (<i32>(bits >> 23) & 0x1e0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 3584))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 3600))
      table += 4096
    }
    for (; at < stop; at++) {
      const bits = <i32>load<u8>(at)
      entry = table + ((bits << 5) & 0x1e0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 16))
      entry = table + ((bits << 1) & 0x1e0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 512))
      ones1 = i8x16.add(ones1, v128.load(entry, Tables + 528))
      table += 1024
    }
    addCounts(counts, ones0)
    addCounts(counts + 32, ones1)
  }
}

/** 16 rows. */
export function lookUp16(end: usize, from: i32, chunk: i32, rowOffset: i32): void {
  for (let visit: usize = Visits; visit < end; visit += 8) {
    const act = load<usize>(visit) + from
    const counts = load<usize>(visit, 4) + rowOffset
    let ones0 = i8x16.splat(0)
    let table = 0
    let at = act
    const stop = act + chunk
    let entry = 0
    for (; at + 4 <= stop; at += 4) {
      const bits = load<u32>(at)
      entry = table + (<i32>(bits << 4) & 0xf0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables))
      entry = table + (<i32>bits & 0xf0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 256))
      entry = table + (<i32>(bits >> 4) & 0xf0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 512))
      entry = table + (<i32>(bits >> 8) & 0xf0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 768))
      entry = table + (<i32>(bits >> 12) & 0xf0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 1024))
      entry = table + (<i32>(bits >> 16) & 0xf0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 1280))
      entry = table + (<i32>(bits >> 20) & 0xf0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 1536))
      entry = table + (<i32>(bits >> 24) & 0xf0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 1792))
      table += 2048
    }
    for (; at < stop; at++) {
      const bits = <i32>load<u8>(at)
      entry = table + ((bits << 4) & 0xf0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables))
      entry = table + (bits & 0xf0)
      ones0 = i8x16.add(ones0, v128.load(entry, Tables + 256))
      table += 512
    }
    addCounts(counts, ones0)
  }
}

/** Adds 16 bytes to 16 counts of 16 bits. */
function addCounts(counts: usize, ones: v128): void {
  v128.store(counts, i16x8.add(v128.load(counts), i16x8.extend_low_i8x16_u(ones)))
  v128.store(counts, i16x8.add(v128.load(counts, 16), i16x8.extend_high_i8x16_u(ones)), 16)
}
