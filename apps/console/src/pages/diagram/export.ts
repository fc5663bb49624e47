import { type Colors, readColors } from './colors.ts';
import { draw } from './draw.ts';
import type { Scene } from './scene.ts';

/** What browsers draw on at most, in pixels of a side. */
const LARGEST_SIDE = 8_192;

/** The whole diagram as a PNG, as large as it may be. */
export async function exportPng(scene: Scene, name: string): Promise<void> {
  const { width, height } = scene.diagram;
  const scale = Math.min(2, LARGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return;
  const view = { x: 0, y: 0, scale };
  const size = { width: canvas.width, height: canvas.height };
  draw(context, { scene, view, ...size, colors: readColors() }, 1);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (blob) save(blob, `${name}.png`);
}

/** The whole diagram as an SVG, with text as text. */
export function exportSvg(scene: Scene, name: string): void {
  save(new Blob([svgOf(scene, readColors())], { type: 'image/svg+xml' }), `${name}.svg`);
}

function save(blob: Blob, filename: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = filename;
  link.click();
  URL.revokeObjectURL(link.href);
}

function svgOf({ diagram, nodes, edges }: Scene, colors: Colors): string {
  const boxes = nodes.map(({ name, kind, x, y, width, height, fields }) => {
    const rows = fields.map(
      (field, index) =>
        `<text x="${x + 10}" y="${y + 46 + index * 20}"${field.key === 'primary' ? ' font-weight="600"' : ''}>${escaped(field.name)}</text>` +
        `<text x="${x + width - 10}" y="${y + 46 + index * 20}" text-anchor="end" font-size="11" fill="${colors['--text-soft']}">${escaped(field.type)}</text>`,
    );
    const dashes = kind === 'view' ? ' stroke-dasharray="4 3"' : '';
    return `<g><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${colors['--bg-raised']}" stroke="${colors['--line-strong']}"${dashes}/><text x="${x + 10}" y="${y + 21}" font-size="13" font-weight="600">${escaped(name)}</text>${rows.join('')}</g>`;
  });
  const lines = edges.map(
    ({ points, relation }) =>
      `<path d="M${points.join('L')}" fill="none" stroke="${colors['--line-strong']}" stroke-width="1.2"><title>${escaped(relation)}</title></path>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${diagram.width} ${diagram.height}" width="${diagram.width}" height="${diagram.height}" font-family="system-ui, sans-serif" font-size="12" fill="${colors['--text']}"><rect width="100%" height="100%" fill="${colors['--bg']}"/>${lines.join('')}${boxes.join('')}</svg>\n`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
