/** Whether bytes are text. Anyone may list anything: what is not must not reach a string. */

/** Well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF) without NUL. */
export function isText(bytes: Uint8Array): boolean {
  let i = 0;
  while (i < bytes.length) {
    const first: u32 = bytes[i];
    if (first == 0) return false;
    const more = following(first);
    if (more < 0 || i + more >= bytes.length) return false;
    if (more > 0) {
      const second: u32 = bytes[i + 1];
      if (second < lowest(first) || second > highest(first)) return false;
      for (let j = 2; j <= more; j++) if ((bytes[i + j] & 0xc0) != 0x80) return false;
    }
    i += more + 1;
  }
  return true;
}

/** Bytes that follow a first one; -1 where it is none. */
function following(first: u32): i32 {
  if (first < 0x80) return 0;
  if (first < 0xc2) return -1;
  if (first < 0xe0) return 1;
  if (first < 0xf0) return 2;
  return first < 0xf5 ? 3 : -1;
}

function lowest(first: u32): u32 {
  if (first == 0xe0) return 0xa0;
  return first == 0xf0 ? 0x90 : 0x80;
}

function highest(first: u32): u32 {
  if (first == 0xed) return 0x9f;
  return first == 0xf4 ? 0x8f : 0xbf;
}
