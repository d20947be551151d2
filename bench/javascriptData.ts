// As javascript.ts, the twins of the rows on objects, dicts and texts.

// -------------------------------------------------------------------- records

class Ball {
  x: number;
  y: number;
  vx: number;
  vy: number;
  hits = 0;
  constructor(x: number, y: number, vx: number, vy: number) {
    this.x = x;
    this.y = y;
    this.vx = vx;
    this.vy = vy;
  }
}

export function records(n: number): number {
  let state = 7n;
  const draw = (): number => {
    state = (state * 1103515245n + 12345n) & 0x7fffffffn;
    return Number(state) / 2147483648;
  };
  const balls = Array.from({ length: 500 }, () => new Ball(draw(), draw(), draw() - 0.5, draw() - 0.5));
  for (let step = 0; step < n; step++) {
    for (const ball of balls) {
      ball.x += ball.vx * 0.01;
      ball.y += ball.vy * 0.01;
      if (ball.x < 0 || ball.x > 1) {
        ball.vx = -ball.vx;
        ball.hits += 1;
      }
      if (ball.y < 0 || ball.y > 1) {
        ball.vy = -ball.vy;
        ball.hits += 1;
      }
    }
  }
  let total = 0;
  for (const ball of balls) total += ball.x + ball.y + ball.hits;
  return total;
}

// ----------------------------------------------------------- counts and texts

function makeCounted(): string[] {
  let state = 42n;
  return Array.from({ length: 50_000 }, () => {
    state = (state * 1103515245n + 12345n) & 0x7fffffffn;
    const a = Number((state >> 8n) % 700n);
    return `word${Math.floor((a * a) / 700)}`;
  });
}

const counted = makeCounted();
const numbersCounted = Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 3001);

export function counting(n: number): number {
  let total = 0;
  for (let turn = 0; turn < n; turn++) {
    const words = new Map<string, number>();
    for (const word of counted) words.set(word, (words.get(word) ?? 0) + 1);
    const numbers = new Map<number, number>();
    for (const number of numbersCounted) {
      const known = numbers.get(number);
      numbers.set(number, known === undefined ? 1 : known + 1);
    }
    total = ((total * 31) % 1000003) + (words.get("word0") ?? 0) + (numbers.get(5) ?? 0) + words.size + numbers.size;
  }
  return total;
}

function checksum(given: string): number {
  let total = 0;
  for (let i = 0; i < given.length; i += 7) total = (total * 31 + given.charCodeAt(i)) % 1000003;
  return total;
}

export function building(n: number): number {
  let grown = "";
  for (let i = 0; i < n; i++) {
    grown += "abcdefgh"[i % 8]!;
    if (i % 60 === 59) grown += "\n";
  }
  const parts: string[] = [];
  for (let i = 0; i < Math.floor(n / 4); i++) parts.push(`${i}:${(i * 7) % 1000};`);
  const joined = parts.join(", ");
  return checksum(grown) * 3 + checksum(joined) + grown.length + joined.length;
}
