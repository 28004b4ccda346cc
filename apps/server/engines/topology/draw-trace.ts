/** Draws a trace as it was measured: who worked when, inside what, what PostgreSQL was asked. */
import type { CollectedSpan } from '@evertill/testing';

const ROW = 22;
const LABEL = 400;
const CHART = 620;
const TOP = 76;

/** Legible on white and on black alike; the gateway has a colour of its own. */
const colours = [
  ['gateway', '#64748b', '#94a3b8'],
  ['orders', '#0f766e', '#2dd4bf'],
  ['catalog', '#b45309', '#fbbf24'],
  ['customers', '#a21caf', '#e879f9'],
  ['inventory', '#4338ca', '#a5b4fc'],
  ['payments', '#be123c', '#fb7185'],
  ['auth', '#15803d', '#4ade80'],
  ['audit', '#334155', '#cbd5e1'],
  ['purchasing', '#7c2d12', '#fdba74'],
] as const;

interface Row {
  readonly span: CollectedSpan;
  readonly depth: number;
  /** What the database was asked inside of it. */
  readonly statements: readonly CollectedSpan[];
}

const isStatement = ({ name }: CollectedSpan): boolean => name.startsWith('sql ');
/** What says nothing that the row above it does not say. */
const isWrapping = ({ name }: CollectedSpan): boolean => /^(?:transaction|read) /.test(name);

/** An SVG of its own, light or dark as its reader has it. */
export function drawTrace(title: string, spans: readonly CollectedSpan[]): string {
  const rows = rowsOf(spans);
  const beginMs = Math.min(...rows.map(({ span }) => span.beginMs));
  const endMs = Math.max(...rows.map(({ span }) => span.endMs));
  const at = (ms: number): number => LABEL + ((ms - beginMs) / (endMs - beginMs)) * CHART;
  const height = TOP + rows.length * ROW + 24;
  const width = LABEL + CHART + 24;
  const services = colours.filter(([name]) => rows.some(({ span }) => span.service === name));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-labelledby="t">`,
    `  <title id="t">${escaped(title)}</title>`,
    `  <style>${styleOf()}</style>`,
    `  <rect class="page" width="${width}" height="${height}"/>`,
    `  <text class="t" x="16" y="26" font-size="15" font-weight="600">${escaped(title)}</text>`,
    ...legendOf(services.map(([name]) => name)),
    ...axisOf(endMs - beginMs, height),
    ...rows.flatMap((row, place) => drawRow(row, place, at)),
    '</svg>',
    '',
  ].join('\n');
}

function styleOf(): string {
  const light = colours.map(([name, colour]) => `.${name} { fill: ${colour} }`).join(' ');
  const dark = colours.map(([name, , colour]) => `.${name} { fill: ${colour} }`).join(' ');
  return (
    `.page { fill: #fff } .t { fill: #0f172a } .s { fill: #475569; font-size: 12px } ` +
    `.line { stroke: #cbd5e1 } .sql { fill: #0f172a; opacity: .55 } ${light} ` +
    `@media (prefers-color-scheme: dark) { .page { fill: #0b1220 } .t { fill: #e2e8f0 } ` +
    `.s { fill: #94a3b8 } .line { stroke: #334155 } .sql { fill: #f8fafc } ${dark} }`
  );
}

function legendOf(services: readonly string[]): readonly string[] {
  const marks = [...services, 'sql'].map((name, place) => {
    const x = 16 + place * 104;
    const words = name === 'sql' ? 'PostgreSQL' : name;
    return (
      `  <rect class="${name}" x="${x}" y="40" width="12" height="12" rx="2"/>` +
      `<text class="s" x="${x + 18}" y="51">${words}</text>`
    );
  });
  return marks;
}

function axisOf(lengthMs: number, height: number): readonly string[] {
  const rough = lengthMs / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const lines: string[] = [];
  for (let ms = 0; ms <= lengthMs; ms += step) {
    const x = (LABEL + (ms / lengthMs) * CHART).toFixed(1);
    lines.push(
      `  <path class="line" d="M${x} ${TOP - 4}V${height - 20}"/>` +
        `<text class="s" x="${x}" y="${height - 6}" text-anchor="middle">${ms} ms</text>`,
    );
  }
  return lines;
}

function drawRow({ span, depth, statements }: Row, place: number, at: (ms: number) => number) {
  const y = TOP + place * ROW;
  const bar = (one: CollectedSpan, kind: string, inset: number): string => {
    const wide = Math.max(1.5, at(one.endMs) - at(one.beginMs));
    return `  <rect class="${kind}" x="${at(one.beginMs).toFixed(1)}" y="${y + inset}" width="${wide.toFixed(1)}" height="${ROW - 6 - inset * 2}" rx="2"/>`;
  };
  const tookMs = (span.endMs - span.beginMs).toFixed(1);
  return [
    `  <text class="t" x="${16 + depth * 12}" y="${y + 12}">${escaped(span.name)}</text>`,
    `  <text class="s" x="${LABEL - 10}" y="${y + 12}" text-anchor="end">${tookMs} ms</text>`,
    bar(span, span.service, 0),
    ...statements.map((one) => bar(one, 'sql', 5)),
  ];
}

/** In the order of a tree, and of time within it. */
function rowsOf(spans: readonly CollectedSpan[]): readonly Row[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const below = (parentId: string): readonly CollectedSpan[] =>
    spans
      .filter((span) => span.parentId === parentId)
      .sort((one, other) => one.beginMs - other.beginMs);
  const statementsIn = (id: string): readonly CollectedSpan[] =>
    below(id).flatMap((span) => {
      if (isStatement(span)) return [span];
      return isWrapping(span) ? statementsIn(span.spanId) : [];
    });
  const rows: Row[] = [];
  const add = (span: CollectedSpan, depth: number): void => {
    if (isStatement(span)) return;
    const isShown = !isWrapping(span);
    if (isShown) rows.push({ span, depth, statements: statementsIn(span.spanId) });
    for (const one of below(span.spanId)) add(one, isShown ? depth + 1 : depth);
  };
  const first = spans
    .filter(({ parentId }) => !ids.has(parentId ?? ''))
    .sort((one, other) => one.beginMs - other.beginMs);
  for (const span of first) add(span, 0);
  return rows;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
