// What `prices.ts` measures: of every builtin, method and function of the
// modules one statement, `k` counting its turns, `N` the size of what it is
// given. Names that a row uses are made by `values` before.

/** How each name that rows may use is made, for size N. */
export const values: ReadonlyMap<string, string> = new Map([
  ["xs", "[(i * 7919 + 5) % N for i in range(N)]"],
  ["up", "list(range(N))"],
  ["fs", "[(i * 7919 % N) * 0.37 + 0.5 for i in range(N)]"],
  ["gs", "[i * 0.01 + 0.1 for i in range(N)]"],
  ["ws", "[str(i * 7919 % N) for i in range(N)]"],
  ["ps", "[(i * 7919 % N, i) for i in range(N)]"],
  ["bs", "[i >= 0 for i in range(N)]"],
  ["w", "'abc dEfghi' * (N // 10)"],
  ["digits", "'7' * N"],
  ["u", "'abc ÄÖéßñx' * (N // 10)"],
  ["spaced", "' ' * (N // 2) + 'x' + ' ' * (N - N // 2)"],
  ["lines", "'ab\\ncd\\tef\\n' * (N // 9 + 1)"],
  ["d", "{i * 7919: i for i in range(N)}"],
  ["e", "{str(i): i for i in range(N)}"],
  ["s", "{i * 3 for i in range(N)}"],
  ["r", "{i * 2 for i in range(N)}"],
  ["q", "deque(range(N))"],
  ["c", "Counter(i % 17 for i in range(N))"],
  ["h", "list(range(N))"],
  ["a", "np.arange(N) * 0.37 + 0.5"],
  ["b", "np.arange(N) * 0.11 + 1.0"],
  ["ai", "np.arange(N) * 7919 % N"],
  ["am", "np.arange(N) % 3 == 0"],
  ["side", "max(3, int(N ** 0.5))"],
  ["m", "(np.arange(side * side) * 0.37 % 5.0).reshape(side, side)"],
  ["mk", "(np.arange(side * side) % 7 > 2).reshape(side, side)"],
  ["sq", "(np.arange(30 * 30) * 0.37 % 5.0).reshape(30, 30)"],
  ["pts", "[(i * 0.754877 % 1.0 * 100.0, i * 0.569840 % 1.0 * 100.0) for i in range(N)]"],
  ["edges", "[(i % N, (i * 7 + 1) % N, i * 0.5 % 3.0) for i in range(2 * N)]"],
  ["rng", "random.Random(5)"],
]);

/** Rows whose cost grows with N; the others are measured once. */
export const rows: readonly (readonly [group: string, statements: string])[] = [
  [
    "builtin",
    `sum(xs) | sum(fs) | min(xs) | max(fs) | max(xs, key=lambda v: -v) | sorted(xs) | sorted(fs) | sorted(ws) | sorted(ps) | sorted(up)
any(v < 0 for v in xs) | all(bs) | list(xs) | list(range(N)) | list(map(abs, xs)) | list(filter(None, xs)) | list(zip(xs, fs))
list(enumerate(fs)) | list(reversed(xs)) | tuple(xs) | set(xs) | dict(ps) | str(xs) | repr(fs) | repr(ws) | ascii(u) | repr(w) | len(xs)
round(k * 0.37, 2) | round(k * 0.37) | abs(-k) | divmod(k, 7) | divmod(k * 0.5, 0.3) | pow(3, k % 30) | pow(3, k, 1000007)
pow(k * 0.1, 1.5) | chr(k % 60000) | ord("x") | bin(k) | oct(k) | hex(k) | str(k) | str(k * 0.37) | repr(k * 1.1e200) | int("12345")
int(k * 0.37) | float("1.2345e6") | float(k) | int(digits[:18]) | format(k * 0.37, ".3f") | format(k, ">10,d") | f"{k:08x}"
f"{k * 0.37:.6g}" | f"{w!r:>20}" | "%5.2f and %d" % (k * 0.37, k) | "{} {:>5}".format(k, k) | f"{k} of {N}" | bool(xs) | isinstance(k, int)`,
  ],
  [
    "operator",
    `xs == up | xs < up | xs + up | xs * 2 | xs[::-1] | xs[1:-1] | N in xs | N in s | N in d | (k % N) * 7919 in d | w + u | w * 3 | w == u | w[::-1] | w[1:-1] | "zz" in w | w < u
ps == ps[:] | s == r | d == d.copy() | k // 7 | k % 7 | k / 7 | k * 0.5 // 0.3 | k * 0.5 % 0.3 | k ** 2 | (k * 0.01) ** 0.7 | k << 3 | [v * 2 for v in xs]
{v: v for v in xs} | {v for v in xs} | [v for v in xs if v % 2 == 0] | [(v, v) for v in xs] | [[v] for v in xs] | [str(v) for v in xs] | [f"{v}" for v in xs]`,
  ],
  [
    "list",
    `h.append(k); h.pop() | h.insert(0, k); h.pop(0) | h.insert(N // 2, k); h.pop(N // 2) | xs.extend(up); del xs[N:] | xs.index(0) | xs.count(3) | h.reverse() | xs.copy() | ys = xs.copy(); ys.sort()
ys = fs.copy(); ys.sort(reverse=True) | ys = ws.copy(); ys.sort() | ys = xs.copy(); ys.sort(key=lambda v: v % 10) | ys = xs.copy(); ys.remove(ys[-1]) | ys = xs.copy(); ys.clear() | xs[k % N] = 3 | xs[2:5] = [1, 2, 3] | del xs[0]; xs.append(k)`,
  ],
  ["tuple", `(1, 2, 3, k).index(k) | (1, 2, 3, k).count(k) | tuple(up).index(N - 1) | tuple(up).count(3)`],
  [
    "dict",
    `d[k % N * 7919] | d[k % N * 7919] += 1 | e[ws[k % N]] | d.get(-1) | d.get(-1, 0) | d.setdefault(0, 3) | d[-k - 1] = 1; d.pop(-k - 1) | d[-1] = 1; d.popitem() | d.update(d) | d.copy() | list(d.keys()) | list(d.values()) | list(d.items())
dict.fromkeys(xs) | f = d.copy(); f.clear() | [i for i in d] | for i, j in d.items(): k += j | d \\| d | str(d) | d.keys().isdisjoint(xs)`,
  ],
  [
    "set",
    `s.add(k); s.discard(k) | s.add(-k - 1); s.remove(-k - 1) | s.add(-1); s.pop() | s.copy() | s.update(r) | s.union(r) | s.intersection(r) | s.difference(r) | s.symmetric_difference(r) | s.issubset(r) | s.issuperset(r) | s.isdisjoint(xs)
z = s.copy(); z.difference_update(r) | z = s.copy(); z.intersection_update(r) | z = s.copy(); z.symmetric_difference_update(r) | z = s.copy(); z.clear() | [i for i in s] | sorted(s)`,
  ],
  ["range", `range(N).index(N - 1) | range(N).count(3) | for i in range(N): k += i`],
  [
    "str",
    `w.find("zz") | w.rfind("zz") | w.index("i") | w.rindex("a") | w.count("b") | w.count("gh") | w.replace("b", "xyz") | w.replace("gh", "") | w.startswith("abc") | w.endswith("hi") | w.removeprefix("abc") | w.removesuffix("hi") | w.split() | w.split("d")
w.rsplit("d") | w.rsplit() | lines.splitlines() | w.partition("zz") | w.rpartition("zz") | ",".join(ws) | "".join(ws) | ", ".join(str(i) for i in xs) | spaced.strip() | spaced.lstrip() | spaced.rstrip() | w.strip("abc") | w.center(2 * N) | w.ljust(2 * N) | w.rjust(2 * N) | digits.zfill(2 * N) | lines.expandtabs()
w.upper() | w.lower() | u.upper() | u.lower() | u.casefold() | w.capitalize() | w.title() | u.title() | w.swapcase() | u.swapcase() | w.isalpha() | digits.isdecimal() | digits.isdigit() | digits.isnumeric() | digits.isalnum() | spaced.isspace() | w.isprintable() | u.isprintable() | w.isascii() | w.isupper() | digits.islower()
w.istitle() | digits.isidentifier() | w.translate({97: "x", 98: None}) | str.maketrans("abc", "xyz") | for i in w: k += 1 | list(w) | sorted(w) | w[k % N] | set(w) | y = ""; for i in range(N): y += "x"`,
  ],
  ["int", `k.bit_length() | k.bit_count() | k.as_integer_ratio()`],
  ["float", `(k * 0.5).is_integer() | (k * 0.37).as_integer_ratio() | (k * 0.37).hex() | float.fromhex("0x1.8p3")`],
  [
    "math",
    `math.sqrt(k) | math.cbrt(k) | math.exp(k * 1e-4) | math.exp2(k * 1e-4) | math.expm1(k * 1e-4) | math.log(k + 1) | math.log(k + 2, 3) | math.log2(k + 1) | math.log10(k + 1) | math.log1p(k) | math.pow(k, 0.37) | math.pow(k * 0.001, 7.0) | math.sin(k * 0.1) | math.sin(k * 1e200)
math.cos(k * 0.1) | math.tan(k * 0.1) | math.asin(1 / (k + 1)) | math.acos(1 / (k + 1)) | math.atan(k * 0.01) | math.atan2(k, 3) | math.sinh(k * 1e-4) | math.cosh(k * 1e-4) | math.tanh(k * 1e-4) | math.asinh(k) | math.acosh(k + 1) | math.atanh(1 / (k + 2)) | math.erf(k * 1e-3) | math.erfc(k * 1e-3)
math.gamma(k % 100 + 0.5) | math.lgamma(k + 0.5) | math.degrees(k) | math.radians(k) | math.factorial(k % 20) | math.perm(k % 15, 3) | math.comb(k % 60, 7) | math.gcd(k, 360360) | math.gcd(7540113804746346429, 4660046610375530309) | math.lcm(k + 1, 12) | math.isqrt(k * k) | math.floor(k * 0.37) | math.ceil(k * 0.37) | math.trunc(k * 0.37) | math.fabs(k)
math.copysign(k, -1.0) | math.isnan(k * 0.1) | math.isinf(k * 0.1) | math.isfinite(k * 0.1) | math.isclose(k, k + 1) | math.modf(k * 0.37) | math.frexp(k * 0.37) | math.ldexp(k, 3) | math.nextafter(k, 1e9) | math.ulp(k) | math.fmod(k, 0.7) | math.fmod(1e300, 0.7) | math.remainder(k, 0.7) | math.fsum(fs) | math.prod(gs) | math.hypot(k, 3.0) | math.hypot(k, 3.0, 4.0) | math.dist(fs, gs)`,
  ],
  ["bisect", `bisect.bisect_left(up, k % N) | bisect.bisect_right(up, k % N) | bisect.insort(h, k % N); h.pop(k % N)`],
  [
    "collections",
    `q.append(k); q.pop() | q.appendleft(k); q.popleft() | q.rotate(3) | q.extend(xs); for i in range(N): q.pop() | q.count(3) | q.index(N - 1) | q.reverse() | q[N // 2] | for i in q: k += i | q.copy() | c[k % 17] | c.most_common(3) | c.update(xs) | Counter(xs) | Counter(w) | Counter(xs) + Counter(up)
g = defaultdict(int); for i in xs: g[i] += 1 | g = defaultdict(list); for i in xs: g[i % 10].append(i) | OrderedDict(ps)`,
  ],
  [
    "heapq",
    `heapq.heappush(h, k % N); heapq.heappop(h) | heapq.heapreplace(h, k % N) | heapq.heappushpop(h, k % N) | ys = xs.copy(); heapq.heapify(ys) | heapq.nsmallest(5, xs) | heapq.nlargest(N // 2, xs) | list(heapq.merge(up, up))`,
  ],
  ["functools", `functools.reduce(lambda v, y: v + y, xs) | sorted(xs, key=functools.cmp_to_key(lambda v, y: v - y))`],
  [
    "itertools",
    `list(itertools.islice(itertools.count(), N)) | list(itertools.islice(itertools.cycle(xs), N)) | list(itertools.repeat(3, N)) | list(itertools.accumulate(xs)) | list(itertools.chain(xs, up)) | list(itertools.compress(xs, bs)) | list(itertools.dropwhile(lambda v: v < 0, xs)) | list(itertools.takewhile(lambda v: v >= 0, xs)) | list(itertools.filterfalse(lambda v: v < 0, xs))
list(itertools.pairwise(xs)) | list(itertools.starmap(max, ps)) | itertools.tee(xs) | list(itertools.zip_longest(xs, fs)) | for i in itertools.product(xs[:10], up): k += 1 | for i in itertools.permutations([1, 2, 3, 4, 5], 3): k += 1 | for i in itertools.combinations(xs[:20], 2): k += 1 | for i in itertools.combinations_with_replacement(xs[:20], 2): k += 1 | for i, j in itertools.groupby(up, lambda v: v // 5): k += i`,
  ],
  [
    "random",
    `rng.random() | random.random() | rng.randint(1, 6) | rng.randrange(N) | rng.choice(xs) | rng.choices(xs, k=N) | rng.choices(xs, weights=gs, k=3) | rng.shuffle(h) | rng.sample(xs, 3) | rng.sample(xs, N // 2) | rng.uniform(1.0, 2.0) | rng.triangular() | rng.gauss(0.0, 1.0) | rng.normalvariate(0.0, 1.0) | rng.lognormvariate(0.0, 1.0) | rng.expovariate(1.0) | rng.vonmisesvariate(1.0, 2.0)
rng.gammavariate(2.0, 1.0) | rng.betavariate(2.0, 3.0) | rng.paretovariate(3.0) | rng.weibullvariate(1.0, 2.0) | rng.getrandbits(40) | random.Random(k) | random.Random(w)`,
  ],
  [
    "statistics",
    `statistics.mean(fs) | statistics.fmean(fs) | statistics.geometric_mean(fs) | statistics.harmonic_mean(fs) | statistics.median(fs) | statistics.median_low(xs) | statistics.median_high(xs) | statistics.mode(xs) | statistics.multimode(xs) | statistics.quantiles(fs) | statistics.pvariance(fs) | statistics.variance(fs) | statistics.pstdev(fs) | statistics.stdev(fs) | statistics.covariance(fs, gs) | statistics.correlation(fs, gs)`,
  ],
  ["string", `string.capwords(w)`],
  [
    "numpy",
    `np.sqrt(a) | np.abs(a) | np.exp(a * 0.001) | np.log(a) | np.log2(a) | np.log10(a) | np.sin(a) | np.cos(a) | np.tan(a) | np.arctan(a) | np.tanh(a) | np.arctan2(a, b) | np.hypot(a, b) | np.power(a, b * 0.001) | np.mod(a, b) | np.floor(a) | np.ceil(a) | np.trunc(a) | np.rint(a) | np.sign(a) | np.minimum(a, b) | np.maximum(a, b) | np.clip(a, 1.0, 5.0) | np.isnan(a) | np.where(am, a, b)
np.nonzero(am) | np.select([am], [a], 0.0) | np.full(N, 1.5) | np.zeros(N) | np.ones(N) | np.array(fs) | np.arange(N) | np.linspace(0.0, 1.0, N) | np.eye(side) | np.meshgrid(a[:30], b[:30]) | np.copy(a) | np.vstack([a, b]) | np.column_stack((a, b)) | np.hstack((a, b)) | np.stack([a, b]) | np.append(a, b) | np.rot90(m) | np.flipud(m) | np.fliplr(m) | np.diag(a[:30]) | np.trace(m) | np.tril(m) | np.pad(a, 3) | np.round(a, 2) | np.cbrt(a)
np.sinh(a * 0.001) | np.cosh(a * 0.001) | np.arcsin(1.0 / b) | np.arccos(1.0 / b) | np.expm1(a * 0.001) | np.log1p(a) | np.exp2(a * 0.001) | np.add(a, b) | np.divide(a, b) | np.floor_divide(a, b) | np.less(a, b) | np.isclose(a, b) | np.allclose(a, a) | np.roll(a, 3) | np.roll(m, 1, axis=0) | np.roll(m, 1, axis=1) | m.T.copy() | np.flip(a) | np.concatenate([a, b]) | a.reshape(N) | np.sort(a) | np.argsort(a) | np.sort(ai) | m.ravel() | np.tile(a, 2) | np.repeat(a, 2)
np.diff(a) | np.gradient(a) | np.gradient(m) | np.convolve(a, b[:5]) | np.dot(a, b) | sq @ sq | m @ m[0] | np.outer(a[:30], b[:30]) | np.cumprod(a * 0.0) | np.ptp(a) | np.quantile(a, 0.3) | np.median(a) | np.trapz(a) | np.average(a, weights=b) | np.array_equal(a, b) | np.sum(a) | a.sum() | m.sum(axis=0) | m.sum(axis=1) | np.prod(b) | np.mean(a) | np.var(a) | np.std(a) | m.std(axis=0) | np.min(a) | np.max(a) | np.argmin(a) | np.argmax(a) | np.any(am) | np.all(am) | np.cumsum(a) | np.count_nonzero(am) | np.unique(ai)
np.searchsorted(a, b) | np.digitize(b, a) | np.interp(a, a, b) | np.bincount(ai) | np.argwhere(am) | np.flatnonzero(am) | np.isin(ai, [1, 2, 3]) | a + b | a * 2.0 + b | a[::2] | a[1:] - a[:-1] | a[am] | a[ai] | a > b | a[am] = 1.0 | m[1:, :] + m[:-1, :] | a += 1.0 | ai + 1 | ai // 7 | ai * ai % 13 | str(a[:50]) | a.tolist() | m + m[0] | for i in range(N): k += int(a[i]) | for i in range(N): a[i] = 0.5
np.random.seed(k) | np.random.rand(N) | np.random.randn(N) | np.random.randint(0, 10, N) | np.random.permutation(N)`,
  ],
  [
    "noise",
    `noise.fbm(k * 0.1, 3.0) | noise.fbm(k * 0.1, 3.0, N) | noise.fbm3(k * 0.1, 3.0, 1.0) | noise.billow(k * 0.1, 3.0) | noise.ridged(k * 0.1, 3.0) | noise.pingpong(k * 0.1, 3.0) | noise.hybrid_multi(k * 0.1, 3.0) | noise.warp(k * 0.1, 3.0) | noise.curl(k * 0.1, 3.0) | noise.hash01(k, 3) | noise.value(k * 0.1, 3.0) | noise.perlin(k * 0.1, 3.0) | noise.simplex(k * 0.1, 3.0) | noise.cellular(k * 0.1, 3.0) | noise.value3(k * 0.1, 3.0, 1.0) | noise.perlin3(k * 0.1, 3.0, 1.0) | noise.simplex3(k * 0.1, 3.0, 1.0)`,
  ],
  [
    "cells",
    `cells.random_cells(side, side, 0.5) | cells.count_neighbours(mk) | cells.life(mk) | cells.bsp(side + 9, side + 9) | cells.drunkard_walk(side + 3, side + 3) | cells.maze(side + 2, side + 2)`,
  ],
  [
    "field",
    `field.flood_fill(mk, 1, 1) | field.label(mk) | field.dilate(mk) | field.sample_bilinear(m, 1.5, 1.5) | field.gradient(m) | field.convolve3(m, m[:3, :3]) | field.percentile(m, 0.3) | field.distance_transform(mk)`,
  ],
  [
    "flow",
    `flow.flood(m) | flow.fill_depressions(m) | flow.d8(m) | flow.accumulate(flow.d8(m), m) | flow.basins(flow.d8(m)) | flow.d_inf(m)`,
  ],
  [
    "geom",
    `geom.hull(pts) | geom.length(pts) | geom.area(pts) | geom.contains(pts, 3.0, 4.0) | geom.delaunay(pts[:300]) | geom.voronoi(pts[:100], 100.0, 100.0) | geom.simplify(pts, 5.0) | geom.chaikin(pts) | geom.catmull_rom(pts) | geom.contours(m, 2.0)`,
  ],
  [
    "path",
    `path.astar(m + 1.0, (0, 0), (side - 1, side - 1)) | path.dijkstra(m + 1.0, [(0, 0)]) | path.bfs(mk, (0, 0)) | path.mst(N, edges) | path.shortest(N, edges, 0, N - 1)`,
  ],
  [
    "points",
    `points.poisson_disc(side * 2.0, side * 2.0, 2.0) | points.jittered_grid(side * 2.0, side * 2.0, 2.0) | points.halton(N) | points.r2(N)`,
  ],
  [
    "terrain",
    `terrain.thermal(m, 3) | terrain.hydraulic(m, 3) | terrain.terrace(m, 0.5) | terrain.blur(m, 3) | terrain.droplets(m, 20) | terrain.slope(m) | terrain.aspect(m) | terrain.curvature(m) | terrain.hillshade(m) | terrain.stream_power(m, m, 2) | terrain.island_mask(k * 0.1, 3.0, 100.0)`,
  ],
  ["lsystem", `lsystem.expand("A", {"A": "AB", "B": "A"}, min(14, N // 7 + 1)) | lsystem.turtle("F+F-F" * (N // 5), 60.0)`],
  [
    "names",
    `names.syllables(["b", "d"], ["a", "o"], ["", "n"], 3) | names.markov(["anna", "berta", "carla", "dora"]) | names.title("the lord of the rings")`,
  ],
  [
    "ease",
    `ease.clamp(k * 0.1) | ease.smoothstep(0.0, 1.0, k * 0.001) | ease.smootherstep(0.0, 1.0, k * 0.001) | ease.bias(k % 1000 * 0.001, 0.4) | ease.spline(pts[:10], 0.3)`,
  ],
];

/** What hostile programs try: a body of `run(times)`, whose fuel must buy at most twice a plain loop's time. */
export const attacks: ReadonlyMap<string, string> = new Map([
  ["nested comprehensions", "v = [a * b * c for a in range(20) for b in range(20) for c in range(times // 400)]"],
  ["a sort with keys that disagree", "xs = [float('nan') if i % 3 == 0 else i * 7919 % 1000 * 1.0 for i in range(times)]\n    xs.sort()"],
  [
    "a sort with a counting key",
    "n = [0]\n    def key(v):\n        n[0] += 1\n        return n[0] * 7919 % 1000\n    xs = sorted(range(times), key=key)",
  ],
  ["text grown one by one", "t = ''\n    for k in range(times // 100):\n        t += 'x'"],
  ["text grown in front", "t = ''\n    for k in range(times // 100):\n        t = 'x' + t"],
  ["find in a periodic text", "t = 'a' * (times // 10)\n    for k in range(20):\n        t.find('a' * (times // 20) + 'b')"],
  ["replace many", "t = 'ab' * (times // 10)\n    for k in range(20):\n        t.replace('a', 'xyz')"],
  ["split many", "t = 'a,' * (times // 10)\n    for k in range(20):\n        t.split(',')"],
  [
    "dict of colliding ints",
    "d = {}\n    for k in range(times // 10):\n        d[k << 40] = k\n    for k in range(times // 10):\n        d[k << 40] += 1",
  ],
  [
    "dict of scattered ints",
    "d = {}\n    for k in range(times // 10):\n        d[k * 1000003 % 16777213] = k\n    for k in range(times // 10):\n        d[k * 1000003 % 16777213] += 1",
  ],
  ["dict of tuples", "d = {}\n    for k in range(times // 10):\n        d[(k, k * 7919, 'x')] = k"],
  [
    "insert and delete in turn",
    "d = {}\n    for k in range(times // 10):\n        d[k] = k\n        if k >= 10:\n            del d[k - 10]\n        for i in d:\n            break",
  ],
  [
    "sum, max, any of a long list",
    "xs = list(range(times // 10))\n    for k in range(10):\n        sum(xs)\n        max(xs)\n        any(v < 0 for v in xs)",
  ],
  ["slices of a long list", "xs = list(range(times // 10))\n    for k in range(20):\n        ys = xs[1:]"],
  ["slices backwards", "xs = list(range(times // 10))\n    for k in range(20):\n        ys = xs[::-1]"],
  [
    "zip and enumerate",
    "xs = list(range(times // 10))\n    t = 0\n    for k in range(10):\n        for i, (a, b) in enumerate(zip(xs, xs)):\n            t += a",
  ],
  ["repr of a nested list", "xs = [[[i, i], [i]] for i in range(times // 100)]\n    for k in range(10):\n        repr(xs)"],
  ["many octaves", "t = noise.fbm(0.3, 0.4, times // 10)"],
  ["blur of a large grid", "a = np.zeros((times // 1000, 1000))\n    b = terrain.blur(a, 5)"],
  ["garbage", "for k in range(times // 10):\n        xs = [k, k, k, k]"],
  ["large garbage", "for k in range(times // 20000):\n        xs = [0] * 50000"],
  ["recursion", "def f(n: int) -> int:\n        return 0 if n == 0 else 1 + f(n - 1)\n    for k in range(times // 200):\n        f(150)"],
  ["closures", "t = 0\n    for k in range(times // 10):\n        g = lambda v: v + k\n        t += g(k)"],
  ["generators", "def g(n):\n        for k in range(n):\n            yield k\n    t = 0\n    for v in g(times):\n        t += v"],
  [
    "scattered reads of a large list",
    "xs = list(range(times))\n    t = 0\n    j = 0\n    for k in range(times):\n        j = (j * 1103515245 + 12345) % times\n        t += xs[j]",
  ],
  [
    "scattered records",
    "xs = [(k, k) for k in range(times // 4)]\n    t = 0\n    j = 0\n    for k in range(times):\n        j = (j * 1103515245 + 12345) % (times // 4)\n        t += xs[j][1]",
  ],
  [
    "exceptions",
    "t = 0\n    for k in range(times // 10):\n        try:\n            raise ValueError('x')\n        except ValueError:\n            t += 1",
  ],
  [
    "exceptions through finally",
    "def f(n: int) -> int:\n        try:\n            if n == 0:\n                raise ValueError('x')\n            return f(n - 1)\n        finally:\n            n = 3\n    t = 0\n    for k in range(times // 1000):\n        try:\n            f(200)\n        except ValueError:\n            t += 1",
  ],
  ["division", "t = 1\n    for k in range(times):\n        t += (t * 7919 + k) // (k + 3) % 1000"],
  ["equal texts", "a = 'x' * (times // 10)\n    b = 'x' * (times // 10)\n    t = 0\n    for k in range(20):\n        t += a == b"],
  ["copies of pairs", "xs = [(i, i) for i in range(times // 40)]\n    for k in range(20):\n        ys = xs[:]"],
  [
    "errors of an index",
    "xs = [1]\n    t = 0\n    for k in range(times // 10):\n        try:\n            t += xs[k]\n        except IndexError:\n            t += 1",
  ],
  ["small lists", "for k in range(times // 10):\n        xs = [0] * 10"],
  ["small dicts", "for k in range(times // 40):\n        d = {k: 1}"],
  ["small texts", "a = 'abc'\n    for k in range(times // 10):\n        t = a + 'def'"],
  ["a sort of texts", "xs = [str(i * 7919 % 100003) for i in range(times // 10)]\n    xs.sort()"],
  ["float formatting", "for k in range(times // 100):\n        s = str(k * 0.1234567)"],
  ["powers", "t = 0.0\n    for k in range(times // 10):\n        t += (k * 0.1) ** 0.37"],
  ["quotients of large ints", "t = 0.0\n    for k in range(times):\n        t += (9 * 10**18 - k) / (k + 3)\n    assert t != 7.5"],
  ["powers by a modulus", "t = 0\n    for k in range(times // 200):\n        t = pow(k + 3, 10**15 + k, 10**15 + 37)"],
  ["columns and rows", "x = np.zeros((1, 200))\n    y = np.zeros((200, 1))\n    for k in range(times // 40000):\n        z = x + y"],
  ["large texts by format", "for k in range(times // 20000):\n        s = f'{k:>100000}'"],
  ["grouped digits", "for k in range(times // 500):\n        s = f'{k * 7919:>40,d}'"],
  ["a sort by slow keys", "xs = sorted(range(times // 400), key=lambda v: sum(range(v % 30)))"],
  ["a sort of long texts that begin alike", "xs = ['a' * 200 + str(i * 7919 % 1000) for i in range(times // 400)]\n    xs.sort()"],
  ["a draw from a huge range", "rng = random.Random(1)\n    for k in range(times // 2000):\n        rng.sample(range(10**15), 10)"],
  ["products of ranges", "t = 0\n    for a in itertools.product(range(times // 4000), range(10), range(10)):\n        t += a[0]"],
  [
    "large frames",
    "def f(n: int, a: int, b: int, c: float) -> float:\n        if n == 0:\n            return c\n        x = a + n\n        y = b - n\n        return f(n - 1, x, y, c * 0.5) + x + y\n    for k in range(times // 400):\n        f(100, 1, 2, 1.0)",
  ],
  ["the first item of a list deleted", "xs = list(range(times // 100))\n    while len(xs) > 0:\n        del xs[0]"],
]);
