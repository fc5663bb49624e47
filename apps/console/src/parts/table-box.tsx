import { type ReactNode, useEffect, useRef, useState } from 'react';

/** A frame around a table, which scrolls where there is no room for it; the keyboard gets there then. */
export function TableBox({ children }: { readonly children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  const [isTooWide, setTooWide] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const measure = () => setTooWide(current.scrollWidth > current.clientWidth);
    const observer = new ResizeObserver(measure);
    for (const one of [current, ...current.children]) observer.observe(one);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={element} className="box scroll" tabIndex={isTooWide ? 0 : undefined}>
      {children}
    </div>
  );
}
