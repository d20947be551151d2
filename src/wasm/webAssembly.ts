// The engine's WebAssembly interface, as far as we use it, with types of our
// own: the language level we compile for (ES2024 without DOM) declares none.

export interface BinaryModule {
  readonly binaryModule: unique symbol;
}

/** Numbers only: no i64 ever crosses. */
export type BinaryFunction = (...values: readonly number[]) => number | undefined;

export interface BinaryGlobal {
  value: number;
}

export interface BinaryMemory {
  readonly buffer: ArrayBuffer;
}

export interface BinaryInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

interface ImportDescription {
  readonly module: string;
  readonly name: string;
  readonly kind: string;
}

interface Api {
  readonly Module: {
    new (bytes: Uint8Array<ArrayBuffer>): BinaryModule;
    imports(module: BinaryModule): readonly ImportDescription[];
    exports(module: BinaryModule): readonly { readonly name: string; readonly kind: string }[];
    customSections(module: BinaryModule, name: string): readonly ArrayBuffer[];
  };
  readonly Instance: new (module: BinaryModule, imports: Record<string, Record<string, BinaryFunction>>) => BinaryInstance;
  readonly RuntimeError: new (message: string) => Error;
}

export const webAssembly = (globalThis as unknown as { readonly WebAssembly: Api }).WebAssembly;
