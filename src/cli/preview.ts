// A picture as text: each character cell shows two pixels, one above the other,
// by an upper half block whose foreground is the upper colour and whose
// background the lower. Pixels are averaged down to the columns there are.

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, and alpha or not, 8 bits each, row by row. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
  readonly channels: 3 | 4;
}

export type ColourDepth = "truecolor" | "256";

/** What the terminal says that it can show. */
export function colourDepth(environment: Readonly<Record<string, string | undefined>>): ColourDepth {
  return /truecolor|24bit/i.test(environment["COLORTERM"] ?? "") ? "truecolor" : "256";
}

/** The picture in at most so many columns and rows of characters, each line ended by a reset. */
export function previewPicture(picture: Picture, columns: number, rows: number, depth: ColourDepth): string {
  const scale = Math.max(picture.width / Math.max(columns, 1), picture.height / Math.max(rows * 2, 2), 1);
  const across = Math.max(1, Math.floor(picture.width / scale));
  const down = Math.max(2, Math.floor(picture.height / scale / 2) * 2);
  let text = "";
  for (let row = 0; row < down; row += 2) {
    for (let column = 0; column < across; column++) {
      const upper = averageColour(picture, column / across, row / down, 1 / across, 1 / down);
      const lower = averageColour(picture, column / across, (row + 1) / down, 1 / across, 1 / down);
      text += `\u001b[38;${colourCode(upper, depth)};48;${colourCode(lower, depth)}m\u2580`;
    }
    text += "\u001b[0m\n";
  }
  return text;
}

type Colour = readonly [red: number, green: number, blue: number];

/** The mean of the pixels in a box given in shares of the picture. */
function averageColour(picture: Picture, left: number, top: number, width: number, height: number): Colour {
  const x0 = Math.min(Math.floor(left * picture.width), picture.width - 1);
  const y0 = Math.min(Math.floor(top * picture.height), picture.height - 1);
  const x1 = Math.max(x0 + 1, Math.floor((left + width) * picture.width));
  const y1 = Math.max(y0 + 1, Math.floor((top + height) * picture.height));
  let [red, green, blue, count] = [0, 0, 0, 0];
  for (let y = y0; y < Math.min(y1, picture.height); y++) {
    for (let x = x0; x < Math.min(x1, picture.width); x++) {
      const at = (y * picture.width + x) * picture.channels;
      red += picture.pixels[at] ?? 0;
      green += picture.pixels[at + 1] ?? 0;
      blue += picture.pixels[at + 2] ?? 0;
      count++;
    }
  }
  return [Math.round(red / count), Math.round(green / count), Math.round(blue / count)];
}

/** Select Graphic Rendition: `2;r;g;b`, or `5;n` in the 6 x 6 x 6 cube that starts at 16. */
function colourCode([red, green, blue]: Colour, depth: ColourDepth): string {
  if (depth === "truecolor") return `2;${red};${green};${blue}`;
  const level = (value: number): number => Math.round((value / 255) * 5);
  return `5;${16 + 36 * level(red) + 6 * level(green) + level(blue)}`;
}
