// The direction that a slope faces, in radians, from basic operations only:
// the engine's own functions give other bits on other machines.

/**
 * Angle of (x, y) against the x axis in -pi..pi, within 2e-8 radians.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 4.4.49.
 */
export function arctangent2(y: number, x: number): number {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  if (ax === 0 && ay === 0) return 0;
  const t = Math.min(ax, ay) / Math.max(ax, ay);
  const u = t * t;
  let series = 0.0028662257;
  for (const c of [-0.0161657367, 0.0429096138, -0.07528964, 0.1065626393, -0.1420889944, 0.1999355085, -0.3333314528, 1]) {
    series = series * u + c;
  }
  let angle = t * series;
  if (ay > ax) angle = 1.5707963267948966 - angle;
  if (x < 0) angle = 3.141592653589793 - angle;
  return y < 0 ? -angle : angle;
}
