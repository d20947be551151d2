// "Did you mean": which of the names in sight is offered for a misspelled one.

import { describe, expect, test } from "vitest";
import { editDistance, suggest, suggestAmong } from "../src/base/suggestion.ts";

describe("suggestions", () => {
  test("case and underscores count for nothing", () => {
    expect(suggest("Sea_Level", ["level", "sealevel", "sea_level"])).toBe("sealevel");
    expect(suggest("seaLevel", ["sea_level"])).toBe("sea_level");
  });

  test("two swapped letters are one edit", () => {
    expect(editDistance("hieght", "height")).toBe(1);
    expect(suggest("hieght", ["width", "height", "weight"])).toBe("height");
  });

  test("nothing further than a third of the word's length is offered", () => {
    expect(suggest("elevation", ["elavetion"])).toBe("elavetion");
    expect(suggest("elevation", ["rotation", "station"])).toBeNull();
    expect(suggest("abc", ["xyz"])).toBeNull();
    expect(suggest("ab", ["cd"])).toBeNull();
    expect(suggest("a", ["b"])).toBeNull();
  });

  test("the only candidate is offered by `suggestAmong`", () => {
    expect(suggestAmong("colour", ["fill"])).toBe("fill");
    expect(suggestAmong("colour", ["fill", "line"])).toBeNull();
  });

  test("a hostile word of a megabyte costs nothing", () => {
    const long = "a".repeat(1 << 20);
    expect(suggest(long, [`${long}b`, "b"])).toBeNull();
  });
});
