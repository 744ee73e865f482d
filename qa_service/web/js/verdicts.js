// The verdicts of a check: a word, a sign and a tone, so that colour never speaks alone.
export const VERDICTS = {
  altered: { label: "有出入", sign: "≠" },
  misattributed: { label: "出处有误", sign: "↷" },
  "not-found": { label: "未找到依据", sign: "?" },
  outdated: { label: "已过时", sign: "⏱" },
  paraphrase: { label: "转述有据", sign: "≈" },
  verified: { label: "属实", sign: "✓" },
};
