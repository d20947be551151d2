// The image service: a plugin draws on a canvas by declared methods only; the
// same drawing in both tiers, as SVG of the same bytes.

import { describe, expect, test } from "vitest";
import { canvasHost, compile, draw, drawingSVG } from "wgen";
import type { Plugin } from "wgen";

function plugin(source: string, tier: "compiled" | "interpreter" = "interpreter"): Plugin {
  const compiled = compile(source, { host: canvasHost, fileName: "flower.wgen", tier });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics.map((d) => d.message)));
  return compiled;
}

const flower = `import random
from math import pi
from wgen import Canvas, Color, param

petals: int = param(5, min=3, max=12)


def draw(cv: Canvas) -> None:
    cv.background(Color("#f4efe6"))
    cv.no_stroke()
    cv.push()
    cv.translate(cv.width / 2.0, cv.height / 2.0)
    for k in range(petals):
        cv.fill(Color(0.8, 0.2 + 0.05 * k, random.random() * 0.2))
        cv.rotate(2.0 * pi / petals)
        cv.ellipse(40.0, 0.0, 36.0, 14.0)
    cv.pop()
    cv.stroke(Color(0.0, 0.0, 0.0), 2.0)
    cv.no_fill()
    cv.arc(100.0, 100.0, 90.0, 0.0, pi)
    cv.rect(1.0, 1.0, cv.width - 2.0, cv.height - 2.0)
    cv.fill(Color("#222222"))
    cv.text("a < b & \\"c\\"", 10.0, 190.0)
`;

function svg(one: Plugin, options = {}): string {
  const out = draw(one, 200, 200, options);
  if (!out.ok) throw new Error(out.fault.message);
  return drawingSVG(out.drawing);
}

describe("a drawing", () => {
  test("is the same in both tiers, and another with other settings or another seed", () => {
    const [one, other] = [plugin(flower), plugin(flower, "compiled")];
    expect(svg(other)).toBe(svg(one));
    expect(svg(one)).toBe(svg(one));
    expect(svg(one, { params: { petals: 9 } }).split("<ellipse").length).toBe(10);
    expect(svg(one, { seed: "2" })).not.toBe(svg(one));
  });

  test("is well-formed: groups close, texts are escaped, numbers are short", () => {
    const made = svg(plugin(flower));
    expect(made.match(/<g /g)?.length).toBe(made.match(/<\/g>/g)?.length);
    expect(made).toContain("a &lt; b &amp; &quot;c&quot;</text>");
    expect(made).toContain('<rect width="200" height="200" fill="#f4efe6"/>');
    expect(made).toContain('<polygon points="1 1 199 1 199 199 1 199" fill="none" stroke="#000000" stroke-width="2"/>');
  });

  test("takes no harm from odd numbers and groups that never close", () => {
    const odd =
      "from wgen import Canvas, Color\ndef draw(cv: Canvas) -> None:\n    cv.pop()\n    cv.push()\n    cv.scale(2.0)\n    cv.circle(5.0, 5.0, -3.0)\n    cv.fill(Color(7.0, -1.0, 0.5))\n    cv.polygon([])\n    cv.text('\\x07</svg><script>', 0.0, 0.0)\n";
    const made = svg(plugin(odd));
    expect(made.match(/<ellipse/g)?.length).toBe(1);
    expect(made).toContain('rx="3"');
    expect(made).toContain('fill="#ff0080"');
    expect(made).toContain(">&lt;/svg&gt;&lt;script&gt;</text>");
    expect(made.endsWith("</g>\n</svg>\n")).toBe(true);
  });

  test("is none at all where the plugin faults, or draws without end", () => {
    const endless = "from wgen import Canvas\ndef draw(cv: Canvas) -> None:\n    while True:\n        cv.circle(1.0, 1.0, 1.0)\n";
    expect(draw(plugin(endless), 100, 100)).toMatchObject({ ok: false, fault: { code: "WG606" } });
    expect(() => draw(plugin(flower), 0, 100)).toThrow(RangeError);
    const lost =
      "from wgen import Canvas\ndef draw(cv: Canvas) -> None:\n    cv.rect(1.0, 1.0, 1.0, 1.0)\n    cv.circle(1e308 * 10.0, 0.0, 1.0)\n";
    const fault = { code: "WG504", message: "ValueError: a canvas draws at finite numbers, not inf", line: 4 };
    for (const tier of ["compiled", "interpreter"] as const) expect(draw(plugin(lost, tier), 100, 100)).toMatchObject({ ok: false, fault });
  });
});
