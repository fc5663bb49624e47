import type { Drawing } from '@schema-service/api-contract';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type Colors, readColors } from './colors.ts';
import { draw } from './draw.ts';
import {
  areaOf,
  createScene,
  fit,
  LARGEST,
  type Marks,
  nodeAt,
  type Scene,
  type View,
  within,
  zoomed,
} from './scene.ts';

interface DiagramViewProps {
  readonly diagram: Drawing;
  readonly marks?: Marks;
  readonly focus?: string | undefined;
  /** How many relations away from the focus models are still shown. */
  readonly depth?: number;
  readonly onFocus?: (name: string | undefined) => void;
  /** Where it begins: x, y and scale. */
  readonly at?: View | undefined;
  /** Told when a movement has ended. */
  readonly onMoved?: (view: View) => void;
  /** Beside the buttons. */
  readonly children?: (scene: Scene) => ReactNode;
}

const GLIDE_MS = 220;
const KEY_STEP = 80;
const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A diagram to move about in: with the wheel, by dragging, and by the keyboard. It only draws; every place was worked out when the version was published. */
export function DiagramView({
  diagram,
  marks,
  focus,
  depth = 1,
  onFocus,
  at,
  onMoved,
  children,
}: DiagramViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scene = useMemo(() => createScene(diagram), [diagram]);
  const shown = useMemo(
    () =>
      focus !== undefined && scene.byName.has(focus) ? within(scene, focus, depth) : undefined,
    [scene, focus, depth],
  );
  const [hovered, setHovered] = useState<string>();
  const colors = useColors();
  const painter = usePainter(canvas, { scene, marks, shown, focus, hovered, colors }, at);
  const { view, size, show, glide } = painter;

  // Shows the whole, or what is looked at.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new size is no reason to move
  useEffect(() => {
    if (size.current.width === 0) return;
    if (shown !== undefined) {
      glide(fit(areaOf(scene, shown), size.current.width, size.current.height));
    } else if (at === undefined) {
      show(fit(areaOf(scene), size.current.width, size.current.height));
    }
  }, [scene, shown]);

  const moved = () => onMoved?.(view.current);
  const zoom = (factor: number) => {
    const { width, height } = size.current;
    glide(zoomed(view.current, factor, width / 2, height / 2));
    moved();
  };
  const fitAll = () => {
    glide(fit(areaOf(scene), size.current.width, size.current.height));
    moved();
  };
  /** Does what a key stands for; false where it stands for nothing. */
  const press = (key: string): boolean => {
    const direction = DIRECTIONS[key];
    if (direction) show(panned(view.current, direction[0] * KEY_STEP, direction[1] * KEY_STEP));
    else if (key === '+' || key === '=') zoom(1.4);
    else if (key === '-') zoom(1 / 1.4);
    else if (key === '0') fitAll();
    else if (key === 'Escape' && focus !== undefined) onFocus?.(undefined);
    else return false;
    return true;
  };
  usePointer(canvas, {
    scene,
    painter,
    onHover: setHovered,
    onChoose: (name) => onFocus?.(name),
    onMoved: moved,
  });

  return (
    <>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it has keys of its own */}
      <canvas
        ref={canvas}
        role="application"
        tabIndex={0}
        aria-label={`Diagram of ${scene.nodes.length} models with ${scene.edges.length} relations. Arrows move it, plus and minus zoom, zero shows all.`}
        style={{ cursor: hovered === undefined ? 'grab' : 'pointer' }}
        onKeyDown={(event) => {
          if (!event.ctrlKey && !event.metaKey && press(event.key)) event.preventDefault();
        }}
      />
      <div className="diagram-buttons">
        <button type="button" className="button" aria-label="Zoom in" onClick={() => zoom(1.4)}>
          +
        </button>
        <button
          type="button"
          className="button"
          aria-label="Zoom out"
          onClick={() => zoom(1 / 1.4)}
        >
          −
        </button>
        <button type="button" className="button" onClick={fitAll}>
          Show all
        </button>
        {children?.(scene)}
      </div>
    </>
  );
}

const panned = ({ x, y, scale }: View, byX: number, byY: number): View => ({
  ...{ x: x + byX / scale, y: y + byY / scale, scale },
});

function useColors(): Colors {
  const [colors, setColors] = useState(readColors);
  useEffect(() => {
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const change = () => setColors(readColors());
    scheme.addEventListener('change', change);
    return () => scheme.removeEventListener('change', change);
  }, []);
  return colors;
}

interface Painted {
  readonly scene: Scene;
  readonly marks: Marks | undefined;
  readonly shown: ReadonlySet<string> | undefined;
  readonly focus: string | undefined;
  readonly hovered: string | undefined;
  readonly colors: Colors;
}

type Painter = ReturnType<typeof usePainter>;

/** Draws once a frame, when something changed. The place is no state of the page's: moving about renders nothing anew. */
function usePainter(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  painted: Painted,
  at: View | undefined,
) {
  const latest = useRef(painted);
  latest.current = painted;
  const size = useRef({ width: 0, height: 0 });
  const begins = useRef(at);
  const view = useRef<View>(at ?? { x: 0, y: 0, scale: 1 });
  const frame = useRef(0);
  const gliding = useRef(0);

  const [{ paint, show, glide }] = useState(() => {
    const paint = () => {
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(() => {
        const context = canvas.current?.getContext('2d', { alpha: false });
        if (!context) return;
        performance.mark('diagram-frame');
        draw(context, { ...latest.current, view: view.current, ...size.current }, devicePixelRatio);
        performance.measure('diagram-drawn', 'diagram-frame');
      });
    };
    const show = (next: View) => {
      cancelAnimationFrame(gliding.current);
      view.current = next;
      paint();
    };
    const glide = (to: View) => {
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) return show(to);
      const from = view.current;
      const begin = performance.now();
      const step = () => {
        const part = Math.min((performance.now() - begin) / GLIDE_MS, 1);
        const eased = 1 - (1 - part) ** 3;
        const between = (a: number, b: number) => a + (b - a) * eased;
        view.current = {
          x: between(from.x, to.x),
          y: between(from.y, to.y),
          scale: between(from.scale, to.scale),
        };
        paint();
        if (part < 1) gliding.current = requestAnimationFrame(step);
      };
      cancelAnimationFrame(gliding.current);
      step();
    };
    return { paint, show, glide };
  });

  useEffect(paint, [paint, ...Object.values(painted)]);

  useEffect(() => {
    const element = canvas.current;
    const parent = element?.parentElement;
    if (!element || !parent) return;
    const resize = () => {
      const { clientWidth: width, clientHeight: height } = parent;
      const isFirst = size.current.width === 0;
      size.current = { width, height };
      element.width = Math.round(width * devicePixelRatio);
      element.height = Math.round(height * devicePixelRatio);
      if (isFirst && begins.current === undefined) {
        const { scene, shown } = latest.current;
        view.current = fit(areaOf(scene, shown), width, height);
      }
      paint();
    };
    resize();
    const observer = new ResizeObserver(resize);
    observer.observe(parent);
    return () => observer.disconnect();
  }, [canvas, paint]);

  return { view, size, show, glide };
}

interface PointerOptions {
  readonly scene: Scene;
  readonly painter: Painter;
  readonly onHover: (name: string | undefined) => void;
  readonly onChoose: (name: string | undefined) => void;
  readonly onMoved: () => void;
}

/** Wheel, drag, pinch and click. */
function usePointer(canvas: React.RefObject<HTMLCanvasElement | null>, options: PointerOptions) {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const pointers = new Map<number, { x: number; y: number }>();
    let hasMoved = false;
    let settled: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      clearTimeout(settled);
      settled = setTimeout(() => latest.current.onMoved(), 250);
    };
    const nodeUnder = ({ offsetX, offsetY }: MouseEvent) => {
      const { x, y, scale } = latest.current.painter.view.current;
      return nodeAt(latest.current.scene, x + offsetX / scale, y + offsetY / scale)?.name;
    };
    const ended = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(
      kind: K,
      listener: (event: HTMLElementEventMap[K]) => void,
    ) => element.addEventListener(kind, listener, { signal: ended.signal, passive: false });

    on('wheel', (event) => {
      event.preventDefault();
      const { view, show } = latest.current.painter;
      const isZoom = event.ctrlKey || !event.shiftKey;
      const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016));
      show(
        isZoom
          ? zoomed(view.current, factor, event.offsetX, event.offsetY)
          : panned(view.current, event.deltaX + event.deltaY, 0),
      );
      settle();
    });
    on('pointerdown', (event) => {
      pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
      element.setPointerCapture(event.pointerId);
      hasMoved = false;
    });
    on('pointermove', (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return latest.current.onHover(nodeUnder(event));
      const { view, show } = latest.current.painter;
      const now = { x: event.offsetX, y: event.offsetY };
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (Math.hypot(now.x - before.x, now.y - before.y) < 3 && !hasMoved && !other) return;
      hasMoved = true;
      pointers.set(event.pointerId, now);
      if (other) {
        const distance = (a: { x: number; y: number }) => Math.hypot(a.x - other.x, a.y - other.y);
        show(zoomed(view.current, distance(now) / distance(before), other.x, other.y));
      } else show(panned(view.current, before.x - now.x, before.y - now.y));
      settle();
    });
    const up = (event: PointerEvent) => {
      pointers.delete(event.pointerId);
    };
    on('pointerup', (event) => {
      up(event);
      if (!hasMoved) latest.current.onChoose(nodeUnder(event));
    });
    on('pointercancel', up);
    on('pointerleave', () => latest.current.onHover(undefined));
    return () => {
      clearTimeout(settled);
      ended.abort();
    };
  }, [canvas]);
}

/** A view as an address has it, and back. */
export const viewText = ({ x, y, scale }: View): string =>
  [Math.round(x), Math.round(y), scale.toFixed(3)].join(',');

export function parseView(text: string | undefined): View | undefined {
  const [x, y, scale] = (text ?? '').split(',').map(Number);
  if (x === undefined || y === undefined || scale === undefined) return undefined;
  if (![x, y, scale].every(Number.isFinite) || scale <= 0 || scale > LARGEST) return undefined;
  return { x, y, scale };
}
