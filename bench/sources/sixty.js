// Prices an order: discounts by quantity and customer, tax, shipping, a summary.

const FREE_SHIPPING = 120.0;
const TAX_RATES = new Map([
  ["books", 0.07],
  ["food", 0.07],
  ["tools", 0.19],
]);

class Line {
  constructor(name, kind, price, count) {
    this.name = name;
    this.kind = kind;
    this.price = price;
    this.count = count;
  }

  net() {
    return this.price * this.count * (1.0 - quantityDiscount(this.count));
  }

  tax() {
    return this.net() * (TAX_RATES.get(this.kind) ?? 0.19);
  }
}

function quantityDiscount(count) {
  if (count >= 100) return 0.2;
  if (count >= 20) return 0.1;
  if (count >= 5) return 0.05;
  return 0.0;
}

function makeOrder(size) {
  const kinds = ["books", "food", "tools", "toys"];
  const lines = [];
  for (let i = 0; i < size; i++) {
    lines.push(new Line("item " + String(i), kinds[i % 4], 2.5 + i * 1.25, 1 + ((i * 7) % 40)));
  }
  return lines;
}

function shipping(net, lines) {
  if (net >= FREE_SHIPPING) return 0.0;
  let weight = 0;
  for (const line of lines) weight += line.count;
  return 4.5 + 0.1 * weight;
}

function summary(lines) {
  const totals = new Map();
  for (const line of lines) {
    totals.set(line.kind, (totals.get(line.kind) ?? 0.0) + line.net());
  }
  return totals;
}

function run(n) {
  const lines = makeOrder(n);
  const net = lines.reduce((sum, line) => sum + line.net(), 0.0);
  const tax = lines.reduce((sum, line) => sum + line.tax(), 0.0);
  const largest = Math.max(...summary(lines).values());
  return net + tax + shipping(net, lines) + largest;
}

export { run };
