// `f.cache_info()` and `f.cache_clear()` of a function under `@cache` or
// `@lru_cache(...)`: where a module asks for them, such a decorator is written
// out with counts beside the function, under names that no author can write.

import type { Expression, FunctionDefinition, Module, Statement } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { parse } from "../../syntax/parse.ts";
import { placed, putFirst } from "./contextManagers.ts";
import { isFrom } from "./importedNames.ts";
import { mapStatements, mapTree, rename } from "./rewriting.ts";
import { callOf, nameOf, positional } from "./written.ts";

const template = parse({
  name: "functools",
  text: `
class CacheInfo:
    def __init__(self, hits: int, misses: int, maxsize: int | None, currsize: int):
        self.hits = hits
        self.misses = misses
        self.maxsize = maxsize
        self.currsize = currsize

    def __repr__(self):
        return f"CacheInfo(hits={self.hits}, misses={self.misses}, maxsize={self.maxsize}, currsize={self.currsize})"

    def __iter__(self):
        yield self.hits
        yield self.misses
        yield self.maxsize
        yield self.currsize

class CacheState:
    def __init__(self, maxsize: int | None):
        self.maxsize: int | None = None if maxsize is None else max(maxsize, 0)
        self.cache_clear()

    def cache_clear(self):
        self.hits = 0
        self.misses = 0
        self.currsize = 0
        self.isCleared = True

    def cache_info(self):
        return CacheInfo(self.hits, self.misses, self.maxsize, self.currsize)

def remembering(state):
    def decorate(function):
        known = {}
        def cached(*arguments):
            if state.isCleared:
                known.clear()
                state.isCleared = False
            if arguments in known:
                state.hits += 1
                value = known[arguments]
                if state.maxsize is not None:
                    del known[arguments]
                    known[arguments] = value
                return value
            state.misses += 1
            value = function(*arguments)
            if state.maxsize == 0:
                return value
            if state.isCleared:
                known.clear()
                state.isCleared = False
            if len(known) == state.maxsize and arguments not in known:
                for oldest in known:
                    del known[oldest]
                    break
            known[arguments] = value
            state.currsize = len(known)
            return value
        return cached
    return decorate
`,
}).module.body;

const prefix = "functools ";

/** The same tree without such decorators, where it asks for what they count. */
export function writeOutCacheInfo(module: Module): Module {
  if (!/\bcache_(info|clear)\b/.test(module.file.text)) return module;
  const isCache = isFrom(module, "functools", "cache");
  const isBounded = isFrom(module, "functools", "lru_cache");
  const counted = new Set<string>();
  const written = (statement: Statement): Statement[] | null => {
    if (statement.kind === "class") return [statement];
    if (statement.kind !== "function") return null;
    const node: FunctionDefinition = { ...statement, body: mapStatements(statement.body, written) };
    const [decorator, ...others] = node.decorators;
    const size = decorator === undefined || others.length > 0 ? null : sizeOf(decorator, isCache, isBounded);
    if (decorator === undefined || size === null) return [node];
    counted.add(node.name.name);
    const { span } = decorator;
    const state = nameOf(stateName(node.name.name), span);
    const made = call(nameOf(`${prefix}CacheState`, span), [size], span);
    const decorators = [call(nameOf(`${prefix}remembering`, span), [state], span)];
    return [
      { kind: "assignment", targets: [state], value: made, span },
      { ...node, decorators },
    ];
  };
  const body = mapStatements(module.body, written);
  if (counted.size === 0) return module;
  return { ...module, body: putFirst(asked(body, counted), helpers(body)) };
}

function stateName(name: string): string {
  return `cache of ${name}`;
}

/** What the decorator is told of the number of results that are kept; null where it is another one. */
function sizeOf(decorator: Expression, isCache: Asked, isBounded: Asked): Expression | null {
  const { span } = decorator;
  if (isCache(decorator)) return { kind: "none", span };
  if (isBounded(decorator)) return { kind: "int", value: 128n, span } as Expression;
  if (decorator.kind !== "call" || !isBounded(decorator.callee)) return null;
  const [first, ...others] = decorator.arguments;
  if (first === undefined) return { kind: "int", value: 128n, span } as Expression;
  const isSize = first.kind === "positional" || (first.kind === "keyword" && first.name.name === "maxsize");
  return isSize && others.length === 0 ? first.value : null;
}

type Asked = (node: Expression) => boolean;

/** The template's definitions at the place of the first statement. */
function helpers(body: readonly Statement[]): Statement[] {
  const span = body[0]?.span ?? { start: 0, end: 0 };
  const names = new Map(["CacheInfo", "CacheState", "remembering"].map((name) => [name, `${prefix}${name}`]));
  return template.map((one) => {
    const at = rename(placed(one, { start: span.start, end: span.start }), names);
    return at.kind === "class" || at.kind === "function" ? { ...at, name: { ...at.name, name: names.get(at.name.name) ?? "" } } : at;
  });
}

/** `f.cache_info` is that of the counts beside `f`. */
function asked<T>(tree: T, counted: ReadonlySet<string>): T {
  return mapTree(tree, (one) => {
    const node = one as Expression;
    if (node.kind !== "attribute" || node.object.kind !== "name" || !counted.has(node.object.name)) return null;
    if (node.name.name !== "cache_info" && node.name.name !== "cache_clear") return null;
    return { ...node, object: { ...node.object, name: stateName(node.object.name) } };
  });
}

function call(callee: Expression, values: readonly Expression[], span: Span): Expression {
  return callOf(callee, values.map(positional), span);
}
