import Markdown from 'markdown-to-jsx';

/** Markdown of a changelog. HTML in it is text; nothing is loaded from elsewhere. */
export function Prose({ text }: { readonly text: string }) {
  return (
    <div className="prose">
      <Markdown
        options={{
          disableParsingRawHTML: true,
          forceBlock: true,
          overrides: {
            h1: { component: 'h3' },
            h2: { component: 'h3' },
            h3: { component: 'h4' },
            img: () => null,
            pre: { props: { tabIndex: 0 } },
          },
        }}
      >
        {text}
      </Markdown>
    </div>
  );
}
