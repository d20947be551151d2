// The programs of `examples/`, bundled as text.

const texts = import.meta.glob<string>("../../../examples/*.wgen", { query: "?raw", import: "default", eager: true });

export interface Example {
  readonly name: string;
  readonly source: string;
}

export const examples: readonly Example[] = Object.entries(texts)
  .map(([path, source]) => ({ name: path.replace(/^.*\//, "").replace(/\.wgen$/, ""), source }))
  .toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** What the page opens with. */
export const firstExample = "volcano";

/** What an empty program may begin with. */
export const blank: Example = {
  name: "new plugin",
  source: `"""What this plugin does to the world, in a sentence."""
from wgen import World, param
import noise

height: float = param(120.0, min=0.0, max=600.0, step=10.0, unit="m", label="Height of the hills")


def elevation(x: float, y: float, prev: float, w: World) -> float:
    if prev < w.sea_level:
        return prev
    return prev + height * noise.fbm(x / 900.0, y / 900.0, 5, seed=w.seed)
`,
};
