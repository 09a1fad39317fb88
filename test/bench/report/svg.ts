/** The few shapes that the chart is made of, and where they go, in pixels. */
export const WIDTH = 860;
export const LEFT = 50;
export const TOP = 70;
/** The base line of the bars. */
export const bottom = 330;
export const PICTURE_HEIGHT = 412;
export const FONT = 'font-family="system-ui, sans-serif"';

/** Fixed by variant, so that charts of different runs compare. */
const COLOURS: Readonly<Record<string, string>> = {
  serial: '#8a94a6',
  parloop: '#d9480f',
  'piscina-item': '#9ec5e8',
  'piscina-chunk': '#4c8fcb',
  'hand-tuned': '#1f4e79',
};

export const colourOf = (variant: string): string => COLOURS[variant] ?? '#000000';

/** Height at which `value` stands when `top` is the largest one shown. */
export const scale = (value: number, top: number): number => bottom - ((bottom - TOP) * value) / top;

const px = (value: number): string => String(Math.round(value * 10) / 10);

export const rect = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" fill="${fill}"/>`;

export const line = (x1: number, y1: number, x2: number, y2: number, stroke: string): string =>
  `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" stroke="${stroke}"/>`;

export const text = (x: number, y: number, content: string, attributes: string): string =>
  `<text x="${px(x)}" y="${px(y)}" ${attributes}>${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
