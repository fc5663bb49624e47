import { useEffect, useState } from 'react';

/** Puts a text into the clipboard. */
export function CopyButton({
  text,
  label = 'Copy',
}: {
  readonly text: string;
  readonly label?: string;
}) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <button
      type="button"
      className="button small"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      <span aria-live="polite">{isCopied ? 'Copied' : label}</span>
    </button>
  );
}

/** Lines to copy. */
export function CopyLines({ text }: { readonly text: string }) {
  return (
    <div className="code copyable">
      <pre>{text}</pre>
      <CopyButton text={text} />
    </div>
  );
}
