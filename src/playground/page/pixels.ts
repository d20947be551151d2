// Points and boxes of the window, in its own pixels.

/** A point of the window. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Would a box hide the pin that stands at a point? */
export function covers({ left, right, top, bottom }: Box, { x, y }: Pixel): boolean {
  const pin = 14;
  return x > left - pin && x < right + pin && y > top - pin && y < bottom + pin;
}
