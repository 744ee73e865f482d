// The citation styles of a passage, asked for once.
import { get } from "./api.js";

const kept = new Map();

export function citationStyles(passage) {
  if (!kept.has(passage)) {
    const asked = get(`/v1/passages/${encodeURIComponent(passage)}/citation`);
    asked.catch(() => kept.delete(passage));
    kept.set(passage, asked);
  }
  return kept.get(passage);
}

export async function citationIn(passage, style) {
  const { styles } = await citationStyles(passage);
  return styles.find((one) => one.name === style).citation;
}
