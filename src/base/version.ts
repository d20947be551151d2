// The version that stands in every world document, bundle, cache key and
// artifact. It rises whenever a golden hash changes: core, standard library,
// prices, composition.

export const engineVersion = 1;
