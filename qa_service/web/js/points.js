// Offsets of the service count code points; JavaScript's strings count UTF-16 units, so that rare
// characters would shift them.

export function pointsOf(text) {
  return Array.from(text);
}

export function lengthOf(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

// Parts of `text` between `from` and `to`, cut at the borders of `spans` ({start, end, kind}); each part says
// which kinds cover it.
export function cut(text, spans, from = 0, to = Infinity) {
  const points = pointsOf(text);
  const end = Math.min(to, points.length);
  const borders = new Set([from, end]);
  for (const span of spans) {
    if (span.start > from && span.start < end) borders.add(span.start);
    if (span.end > from && span.end < end) borders.add(span.end);
  }
  const sorted = [...borders].sort((a, b) => a - b);
  const parts = [];
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const [low, high] = [sorted[index], sorted[index + 1]];
    const kinds = spans.filter((span) => span.start < high && span.end > low).map((span) => span.kind);
    parts.push({ text: points.slice(low, high).join(""), kinds });
  }
  return parts;
}
