import type { listProducts, listRatings, listReviews } from './reviews.ts';

interface PageData {
  readonly schemaVersion: string;
  readonly products: Awaited<ReturnType<typeof listProducts>>;
  readonly ratings: Awaited<ReturnType<typeof listRatings>>;
  readonly reviews: Awaited<ReturnType<typeof listReviews>>;
  /** What was wrong with the form, if anything. */
  readonly complaint?: string;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Fills a template; everything that is put in is text and never markup, but what `html` made itself. */
function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | Markup | readonly Markup[])[]
): Markup {
  const parts = values.map((value) => {
    if (typeof value === 'string')
      return value.replace(/[&<>"']/g, (char) => escapes[char] ?? char);
    return value instanceof Markup ? value.text : value.map(({ text }) => text).join('');
  });
  return new Markup(String.raw({ raw: strings }, ...parts));
}

class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export function renderPage({
  schemaVersion,
  products,
  ratings,
  reviews,
  complaint,
}: PageData): string {
  const ratingOf = new Map(ratings.map((rating) => [rating.productId, rating]));
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Product reviews</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
  td, th { text-align: left; padding: .2rem 1rem .2rem 0; }
  article { border-top: 1px solid #ccc; padding: .5rem 0; }
  form { display: grid; gap: .5rem; max-width: 24rem; }
  .complaint { color: #a00; }
  small { color: #555; }
</style>
<h1>Product reviews</h1>
<table>
  <tr><th>Product</th><th>Company</th><th>Rating</th><th>Reviews</th></tr>
  ${products.map((product) => {
    const rating = ratingOf.get(product.id);
    return html`<tr><td>${product.name}</td><td>${product.company?.name ?? ''}</td>
      <td>${rating?.averageRating?.toFixed(1) ?? '–'}</td><td>${String(rating?.reviewCount ?? 0)}</td></tr>`;
  })}
</table>
${products.length === 0 ? html`<p>No products yet: the ingestor brings them.</p>` : ''}
<h2>Write one</h2>
${complaint ? html`<p class="complaint" role="alert">${complaint}</p>` : ''}
<form method="post" action="/reviews">
  <select name="product">${products.map(({ slug, name }) => html`<option value="${slug}">${name}</option>`)}</select>
  <input name="author" placeholder="Your name" required maxlength="200">
  <input name="rating" type="number" min="0" max="5" step="0.5" value="4" required>
  <textarea name="content" placeholder="What do you think of it?" required></textarea>
  <button>Publish</button>
</form>
<h2>Latest</h2>
${reviews.map(
  (review) => html`<article>
  <strong>${review.title ?? review.productName}</strong> ★ ${review.rating.toFixed(1)}
  <p>${review.content}</p>
  <small>${review.reviewerName ?? 'anonymous'} on ${review.productName}, ${review.sourceName},
    ${review.publishedAt.toISOString().slice(0, 10)}</small>
</article>`,
)}
<footer><small>@org/db-client ${schemaVersion}</small></footer>
</html>`.text;
}
