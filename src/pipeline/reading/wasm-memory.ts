/** The memory of WebAssembly is outside the JavaScript heap, where no thread limit reaches it: its limit goes into the binary itself. */

/** Bytes of a page of WebAssembly memory. */
const WASM_PAGE = 65_536;

/**
 * The binary with another maximum in its memory section (WebAssembly core specification 1.0, sections 5.5.2 and 5.5.8): growing past it
 * fails like a full machine.
 * @param maxBytes rounded down to 64 KiB; never less than the binary begins with.
 */
export function withMemoryLimit(wasm: Uint8Array, maxBytes: number): ArrayBuffer {
  const bytes = Uint8Array.from(wasm);
  const MEMORY_SECTION = 5;
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const id = bytes[at++];
    const size = number();
    if (id !== MEMORY_SECTION) {
      at += size;
      continue;
    }
    const end = at + size;
    const [count, flags] = [number(), number()];
    const minPages = number();
    if (count !== 1 || flags !== 1) break;
    // The number is written over the old one, at the same length: LEB128 allows leading zeros.
    let rest = Math.max(minPages, Math.floor(maxBytes / WASM_PAGE));
    for (; at < end; at++) {
      bytes[at] = (rest & 0x7f) | (at < end - 1 ? 0x80 : 0);
      rest >>= 7;
    }
    if (rest > 0) throw new Error('the memory limit is above what the binary can address (2 GiB)');
    return bytes.buffer;
  }
  throw new Error('the binary declares no memory maximum');
}
