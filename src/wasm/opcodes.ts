// The closed list of WebAssembly instructions that wgen modules contain: what
// the emission writes and what `verify.ts` accepts. Nothing outside this table
// may ever be in a module (no tables, no indirect calls, no threads, no
// relaxed SIMD). An opcode below 0x100 is one byte; `0xfcNN` and `0xfdNNN` are
// the two prefixed groups, whose number follows as LEB128.

/** What follows an opcode in the byte stream. */
export type Immediate =
  | "none"
  /** Block type: 0x40 or one value type. */
  | "block"
  /** One index: label, local, global or function. */
  | "index"
  | "labels"
  /** Alignment and offset. */
  | "memory"
  /** Alignment, offset, lane. */
  | "memoryLane"
  | "zero"
  | "twoZeros"
  | "i32"
  | "i64"
  | "f32"
  | "f64"
  | "lane"
  | "bytes16";

/** Opcode and immediate by name. */
export const opcodes = {
  unreachable: [0x00, "none"],
  nop: [0x01, "none"],
  block: [0x02, "block"],
  loop: [0x03, "block"],
  if: [0x04, "block"],
  else: [0x05, "none"],
  end: [0x0b, "none"],
  br: [0x0c, "index"],
  br_if: [0x0d, "index"],
  br_table: [0x0e, "labels"],
  return: [0x0f, "none"],
  call: [0x10, "index"],
  drop: [0x1a, "none"],
  select: [0x1b, "none"],
  "local.get": [0x20, "index"],
  "local.set": [0x21, "index"],
  "local.tee": [0x22, "index"],
  "global.get": [0x23, "index"],
  "global.set": [0x24, "index"],
  "i32.load": [0x28, "memory"],
  "i64.load": [0x29, "memory"],
  "f64.load": [0x2b, "memory"],
  "i32.load8_u": [0x2d, "memory"],
  "i32.load16_u": [0x2f, "memory"],
  "i32.store": [0x36, "memory"],
  "i64.store": [0x37, "memory"],
  "f64.store": [0x39, "memory"],
  "i32.store8": [0x3a, "memory"],
  "memory.size": [0x3f, "zero"],
  "memory.grow": [0x40, "zero"],
  "i32.const": [0x41, "i32"],
  "i64.const": [0x42, "i64"],
  "f64.const": [0x44, "f64"],
  "i32.eqz": [0x45, "none"],
  "i32.eq": [0x46, "none"],
  "i32.ne": [0x47, "none"],
  "i32.lt_s": [0x48, "none"],
  "i32.lt_u": [0x49, "none"],
  "i32.gt_s": [0x4a, "none"],
  "i32.gt_u": [0x4b, "none"],
  "i32.le_s": [0x4c, "none"],
  "i32.le_u": [0x4d, "none"],
  "i32.ge_s": [0x4e, "none"],
  "i32.ge_u": [0x4f, "none"],
  "i64.eqz": [0x50, "none"],
  "i64.eq": [0x51, "none"],
  "i64.ne": [0x52, "none"],
  "i64.lt_s": [0x53, "none"],
  "i64.lt_u": [0x54, "none"],
  "i64.gt_s": [0x55, "none"],
  "i64.gt_u": [0x56, "none"],
  "i64.le_s": [0x57, "none"],
  "i64.le_u": [0x58, "none"],
  "i64.ge_s": [0x59, "none"],
  "i64.ge_u": [0x5a, "none"],
  "f64.eq": [0x61, "none"],
  "f64.ne": [0x62, "none"],
  "f64.lt": [0x63, "none"],
  "f64.gt": [0x64, "none"],
  "f64.le": [0x65, "none"],
  "f64.ge": [0x66, "none"],
  "i32.clz": [0x67, "none"],
  "i32.add": [0x6a, "none"],
  "i32.sub": [0x6b, "none"],
  "i32.mul": [0x6c, "none"],
  "i32.div_u": [0x6e, "none"],
  "i32.and": [0x71, "none"],
  "i32.or": [0x72, "none"],
  "i32.xor": [0x73, "none"],
  "i32.shl": [0x74, "none"],
  "i32.shr_s": [0x75, "none"],
  "i32.shr_u": [0x76, "none"],
  "i64.clz": [0x79, "none"],
  "i64.ctz": [0x7a, "none"],
  "i64.popcnt": [0x7b, "none"],
  "i64.add": [0x7c, "none"],
  "i64.sub": [0x7d, "none"],
  "i64.mul": [0x7e, "none"],
  "i64.div_s": [0x7f, "none"],
  "i64.div_u": [0x80, "none"],
  "i64.rem_s": [0x81, "none"],
  "i64.rem_u": [0x82, "none"],
  "i64.and": [0x83, "none"],
  "i64.or": [0x84, "none"],
  "i64.xor": [0x85, "none"],
  "i64.shl": [0x86, "none"],
  "i64.shr_s": [0x87, "none"],
  "i64.shr_u": [0x88, "none"],
  "i64.rotl": [0x89, "none"],
  "f64.abs": [0x99, "none"],
  "f64.neg": [0x9a, "none"],
  "f64.ceil": [0x9b, "none"],
  "f64.floor": [0x9c, "none"],
  "f64.trunc": [0x9d, "none"],
  "f64.nearest": [0x9e, "none"],
  "f64.sqrt": [0x9f, "none"],
  "f64.add": [0xa0, "none"],
  "f64.sub": [0xa1, "none"],
  "f64.mul": [0xa2, "none"],
  "f64.div": [0xa3, "none"],
  "f64.min": [0xa4, "none"],
  "f64.max": [0xa5, "none"],
  "f64.copysign": [0xa6, "none"],
  "i32.wrap_i64": [0xa7, "none"],
  "i64.extend_i32_s": [0xac, "none"],
  "i64.extend_i32_u": [0xad, "none"],
  "f64.convert_i32_s": [0xb7, "none"],
  "f64.convert_i32_u": [0xb8, "none"],
  "f64.convert_i64_s": [0xb9, "none"],
  "f64.convert_i64_u": [0xba, "none"],
  "i64.reinterpret_f64": [0xbd, "none"],
  "f64.reinterpret_i64": [0xbf, "none"],
  "i64.extend32_s": [0xc4, "none"],
  "i64.trunc_sat_f64_s": [0xfc06, "none"],
  "i64.trunc_sat_f64_u": [0xfc07, "none"],
  "memory.copy": [0xfc0a, "twoZeros"],
  "memory.fill": [0xfc0b, "zero"],
  "v128.load": [0xfd00, "memory"],
  "v128.load64_splat": [0xfd0a, "memory"],
  "v128.store": [0xfd0b, "memory"],
  "v128.const": [0xfd0c, "bytes16"],
  "i64x2.splat": [0xfd12, "none"],
  "i64x2.extract_lane": [0xfd1d, "lane"],
  "f64x2.splat": [0xfd14, "none"],
  "f64x2.extract_lane": [0xfd21, "lane"],
  "f64x2.replace_lane": [0xfd22, "lane"],
  "f64x2.eq": [0xfd47, "none"],
  "f64x2.ne": [0xfd48, "none"],
  "f64x2.lt": [0xfd49, "none"],
  "f64x2.gt": [0xfd4a, "none"],
  "f64x2.le": [0xfd4b, "none"],
  "f64x2.ge": [0xfd4c, "none"],
  "v128.not": [0xfd4d, "none"],
  "v128.and": [0xfd4e, "none"],
  "v128.andnot": [0xfd4f, "none"],
  "v128.or": [0xfd50, "none"],
  "v128.xor": [0xfd51, "none"],
  "v128.bitselect": [0xfd52, "none"],
  "v128.any_true": [0xfd53, "none"],
  "f64x2.ceil": [0xfd74, "none"],
  "f64x2.floor": [0xfd75, "none"],
  "f64x2.trunc": [0xfd7a, "none"],
  "f64x2.nearest": [0xfd94, "none"],
  "i64x2.add": [0xfdce, "none"],
  "f64x2.abs": [0xfdec, "none"],
  "f64x2.neg": [0xfded, "none"],
  "f64x2.sqrt": [0xfdef, "none"],
  "f64x2.add": [0xfdf0, "none"],
  "f64x2.sub": [0xfdf1, "none"],
  "f64x2.mul": [0xfdf2, "none"],
  "f64x2.div": [0xfdf3, "none"],
  "f64x2.min": [0xfdf4, "none"],
  "f64x2.max": [0xfdf5, "none"],
  "f64x2.pmin": [0xfdf6, "none"],
  "f64x2.pmax": [0xfdf7, "none"],
} as const satisfies Record<string, readonly [number, Immediate]>;

export type OpcodeName = keyof typeof opcodes;

/** Value types as the binary format writes them. */
export const valueTypes = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

/** The block type of a block without result. */
export const emptyBlock = 0x40;
