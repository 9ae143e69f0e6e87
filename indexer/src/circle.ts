/** How two lines of lots meet, as contracts/libraries/Circle.sol defines it, for all pairs at once. */

/** Pairs that meet: entry `long[i]` and entry `short[i]` in `lots[i]`. A pair can be listed twice: it meets in two pieces. */
export class Meetings {
  long: i32[] = [];
  short: i32[] = [];
  lots: i64[] = [];

  add(long: i32, short: i32, lots: i64): void {
    this.long.push(long);
    this.short.push(short);
    this.lots.push(lots);
  }
}

/**
 * @param longEnds of the longer line: lots up to and with each entry
 * @param shortEnds of the shorter line
 * @param shift lots by which the longer line, bent to a circle, is turned
 */
export function meetings(longEnds: i64[], shortEnds: i64[], shift: i64): Meetings {
  const found = new Meetings();
  if (longEnds.length == 0 || shortEnds.length == 0) return found;
  const size = longEnds[longEnds.length - 1];
  for (let i = 0; i < longEnds.length; i++) {
    const from = i == 0 ? 0 : longEnds[i - 1];
    const begin = from >= shift ? from - shift : from + size - shift;
    const end = begin + longEnds[i] - from;
    meet(found, i, begin, end < size ? end : size, shortEnds);
    // The entry that the turn cut in two.
    if (end > size) meet(found, i, 0, end - size, shortEnds);
  }
  return found;
}

/** Entries of the shorter line that [begin, end) overlaps. */
function meet(found: Meetings, long: i32, begin: i64, end: i64, shortEnds: i64[]): void {
  for (let j = firstAbove(shortEnds, begin); j < shortEnds.length; j++) {
    const from = j == 0 ? 0 : shortEnds[j - 1];
    if (from >= end) return;
    const first = from > begin ? from : begin;
    const last = shortEnds[j] < end ? shortEnds[j] : end;
    found.add(long, j, last - first);
  }
}

/** The first entry whose end is above a lot. */
function firstAbove(ends: i64[], lot: i64): i32 {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) / 2;
    if (ends[middle] > lot) high = middle;
    else low = middle + 1;
  }
  return low;
}
