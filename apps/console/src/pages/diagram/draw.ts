import type { DiagramEdge, DiagramNode } from '@schema-service/api-contract';
import type { Colors } from './colors.ts';
import { type Marks, overlaps, type Scene, type SceneEdge, type View } from './scene.ts';

/** As the layout was made for. */
const HEADER = 32;
const ROW = 20;
const RADIUS = 6;
const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** Below these scales nobody could read rows, or the marks at the ends of lines. */
const ROWS_FROM = 0.38;
const MARKS_FROM = 0.3;
/** Below it the names of groups stand for those of models. */
const NAMES_FROM = 0.22;
/** A name is at least so many pixels of the window, as far as its box has room. */
const SMALLEST_NAME = 11;

export interface Drawing {
  readonly scene: Scene;
  readonly view: View;
  /** Of the window, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly colors: Colors;
  readonly marks?: Marks | undefined;
  /** What is looked at; all else steps back. */
  readonly shown?: ReadonlySet<string> | undefined;
  readonly focus?: string | undefined;
  readonly hovered?: string | undefined;
}

type Context = CanvasRenderingContext2D;

/** Draws what is in the window, as closely as the scale lets see. */
export function draw(context: Context, drawing: Drawing, ratio: number): void {
  const { scene, view, width, height, colors, shown } = drawing;
  const { scale } = view;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = colors['--bg'];
  context.fillRect(0, 0, width, height);
  const zoom = ratio * scale;
  context.setTransform(zoom, 0, 0, zoom, -view.x * zoom, -view.y * zoom);
  const window = { x: view.x, y: view.y, width: width / scale, height: height / scale };
  const edges = scene.edges.filter((edge) => overlaps(edge.bounds, window));
  const isClose = ({ from, to }: SceneEdge): boolean =>
    touches(drawing, from) || touches(drawing, to);
  const isShown = ({ from, to }: SceneEdge): boolean =>
    shown === undefined || (shown.has(from) && shown.has(to));

  const others = edges.filter((edge) => isShown(edge) && !isClose(edge) && !isAdded(drawing, edge));
  drawGroups(context, drawing);
  // Those that leave their group step back: there are many of them where there are many groups.
  drawEdges(
    context,
    drawing,
    others.filter(({ isFar }) => isFar),
    '--line-strong',
    1,
  );
  drawEdges(
    context,
    drawing,
    others.filter(({ isFar }) => !isFar),
    '--text-soft',
    1,
  );
  for (const node of scene.nodes) if (overlaps(node, window)) drawNode(context, drawing, node);
  drawGroupNames(context, drawing);
  drawEdges(
    context,
    drawing,
    edges.filter((edge) => isShown(edge) && !isClose(edge) && isAdded(drawing, edge)),
    '--good',
    1,
  );
  // Those of the model that is looked at lie above all boxes.
  drawEdges(
    context,
    drawing,
    edges.filter((edge) => isShown(edge) && isClose(edge)),
    '--accent',
    1.8,
  );
}

/** A frame around each group. */
function drawGroups(context: Context, { scene, view, colors, shown }: Drawing): void {
  if (shown !== undefined) return;
  context.strokeStyle = colors['--line'];
  context.lineWidth = Math.max(1, 1 / view.scale);
  for (const { x, y, width, height } of scene.diagram.groups) {
    context.beginPath();
    context.roundRect(x - 16, y - 16, width + 32, height + 32, 12);
    context.stroke();
  }
}

/** From afar each group has its name, above the lines that lead past it. */
function drawGroupNames(context: Context, { scene, view, colors, shown }: Drawing): void {
  if (shown !== undefined || view.scale >= NAMES_FROM) return;
  const size = 12 / view.scale;
  context.font = `600 ${size}px ${SANS}`;
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.lineJoin = 'round';
  context.lineWidth = size / 3;
  context.strokeStyle = colors['--bg'];
  context.fillStyle = colors['--text'];
  for (const { name, x, y, width } of scene.diagram.groups) {
    context.strokeText(name, x - 16, y - 20, width + 48);
    context.fillText(name, x - 16, y - 20, width + 48);
  }
}

const touches = ({ focus, hovered }: Drawing, name: string): boolean =>
  name === focus || name === hovered;

/** Whether a comparison has it as new: with one of its models, or with the field of its key. */
const isAdded = ({ marks: marked }: Drawing, { from, to, fields }: SceneEdge): boolean =>
  marked !== undefined &&
  [from, to, ...fields.map((field) => `${from}.${field}`)].some(
    (part) => marked.get(part) === 'added',
  );

function drawEdges(
  context: Context,
  { view, colors }: Drawing,
  edges: readonly SceneEdge[],
  color: keyof Colors,
  width: number,
): void {
  if (edges.length === 0) return;
  context.strokeStyle = colors[color];
  context.fillStyle = colors['--bg'];
  context.lineWidth = Math.max(width, 0.8 / view.scale);
  // One path for all of them: a stroke each would cost more than the lines.
  context.beginPath();
  for (const { points } of edges) line(context, points, view.scale >= MARKS_FROM);
  if (view.scale >= MARKS_FROM) for (const edge of edges) marks(context, edge);
  context.stroke();
}

/** Right angles with round corners. */
function line(context: Context, points: DiagramEdge['points'], isRound: boolean): void {
  const [first, ...rest] = points;
  if (first === undefined) return;
  context.moveTo(first[0], first[1]);
  for (const [index, [x, y]] of rest.entries()) {
    const next = rest[index + 1];
    if (next && isRound) context.arcTo(x, y, next[0], next[1], 6);
    else context.lineTo(x, y);
  }
}

/** A crow's foot where there are many, a bar where there is one, a ring where there may be none. */
function marks(context: Context, { points, cardinality, optional }: SceneEdge): void {
  const [first, second] = points;
  const [last, before] = [points.at(-1), points.at(-2)];
  if (!first || !second || !last || !before) return;
  const away = (at: readonly [number, number], other: readonly [number, number]) =>
    Math.sign(other[0] - at[0]) || 1;
  const start = away(first, second);
  const end = away(last, before);
  if (cardinality === 'one-to-one') bar(context, first, start, 6);
  else foot(context, first, start);
  if (cardinality === 'many-to-many') foot(context, last, end);
  else if (optional) {
    context.moveTo(last[0] + end * 12, last[1]);
    context.arc(last[0] + end * 9, last[1], 3, 0, Math.PI * 2);
  } else bar(context, last, end, 6);
}

function foot(context: Context, [x, y]: readonly [number, number], side: number): void {
  context.moveTo(x, y - 4);
  context.lineTo(x + side * 9, y);
  context.lineTo(x, y + 4);
}

function bar(context: Context, [x, y]: readonly [number, number], side: number, at: number): void {
  context.moveTo(x + side * at, y - 4);
  context.lineTo(x + side * at, y + 4);
}

const markColors = { added: '--good', changed: '--warn', removed: '--bad' } as const;
const markFills = { added: '--good-soft', changed: '--warn-soft', removed: '--bad-soft' } as const;

function drawNode(context: Context, drawing: Drawing, node: DiagramNode): void {
  const { view, colors, marks: marked, shown, focus } = drawing;
  const { scale } = view;
  const { name, x, y, width, height, fields, kind } = node;
  const mark = marked?.get(name);
  const isFocus = name === focus;
  context.globalAlpha = shown !== undefined && !shown.has(name) ? 0.14 : 1;
  context.beginPath();
  context.roundRect(x, y, width, height, RADIUS);
  context.fillStyle = colors['--bg-raised'];
  context.fill();
  const hasRows = scale >= ROWS_FROM && fields.length > 0;
  const head = hasRows ? HEADER : height;
  context.beginPath();
  context.roundRect(x, y, width, head, hasRows ? [RADIUS, RADIUS, 0, 0] : RADIUS);
  context.fillStyle = colors[mark ? markFills[mark] : isFocus ? '--accent-soft' : '--bg-soft'];
  context.fill();
  context.beginPath();
  context.roundRect(x, y, width, height, RADIUS);
  context.strokeStyle = colors[mark ? markColors[mark] : isFocus ? '--accent' : '--line-strong'];
  context.lineWidth = Math.max(isFocus ? 2 : 1, 0.7 / scale);
  if (kind === 'view') context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);

  context.fillStyle = colors['--text'];
  context.textBaseline = 'middle';
  const room = width - 16;
  if (hasRows) {
    context.font = `600 13px ${SANS}`;
    context.textAlign = 'left';
    context.fillText(name, x + 10, y + head / 2 + 1, room);
  } else drawName(context, node, SMALLEST_NAME / scale, room);
  if (hasRows) drawRows(context, drawing, node);
  context.globalAlpha = 1;
}

/** A name alone in its box, on as many lines as make it largest, up to a size that is easily read. */
function drawName(
  context: Context,
  { name, x, y, width, height }: DiagramNode,
  wanted: number,
  room: number,
): void {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+/g) ?? [name];
  const tried = [1, 2, 3].map((count) => {
    const lines = inLines(words, Math.ceil(name.length / count));
    const longest = Math.max(...lines.map(({ length }) => length));
    return { lines, size: Math.min((room / longest) * 1.7, (height * 0.8) / lines.length) };
  });
  const best = tried.reduce((one, other) =>
    Math.min(other.size, wanted) > Math.min(one.size, wanted) ? other : one,
  );
  const size = Math.min(Math.max(wanted, 13), best.size);
  context.font = `600 ${size}px ${SANS}`;
  context.textAlign = 'center';
  for (const [index, text] of best.lines.entries()) {
    const line = (index - (best.lines.length - 1) / 2) * size * 1.15;
    context.fillText(text, x + width / 2, y + height / 2 + line, room);
  }
}

/** Words put together while they are no longer than that. */
function inLines(words: readonly string[], most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length <= most + 2)
      lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  return lines;
}

function drawRows(
  context: Context,
  { colors, marks: marked, view }: Drawing,
  node: DiagramNode,
): void {
  const { name, x, y, width, fields } = node;
  const top = view.y - y - HEADER;
  context.textAlign = 'left';
  for (const [index, field] of fields.entries()) {
    const at = y + HEADER + index * ROW;
    if ((index + 1) * ROW < top) continue;
    const mark = marked?.get(`${name}.${field.name}`);
    if (mark) {
      context.fillStyle = colors[markFills[mark]];
      context.fillRect(x + 1, at, width - 2, ROW);
    }
    const middle = at + ROW / 2 + 1;
    const isKey = field.key === 'primary';
    context.font = `${isKey ? 600 : 400} 12px ${SANS}`;
    context.fillStyle =
      colors[mark ? markColors[mark] : field.key === 'foreign' ? '--accent' : '--text'];
    const typeRoom = Math.min(field.type.length * 6.2 + 4, width * 0.45);
    context.textAlign = 'left';
    context.fillText(field.name, x + 10, middle, width - typeRoom - 24);
    context.font = `400 11px ${SANS}`;
    context.fillStyle = colors['--text-soft'];
    context.textAlign = 'right';
    context.fillText(field.type, x + width - 10, middle, typeRoom);
  }
}
