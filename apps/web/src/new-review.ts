/** A review as the form of the page gives it. */
export interface NewReview {
  readonly productSlug: string;
  readonly author: string;
  readonly rating: number;
  readonly content: string;
}

/** The form was filled in wrongly; the message is for the person who did. */
export class InvalidReview extends Error {}

export function parseNewReview(form: URLSearchParams): NewReview {
  const text = (name: string): string => {
    const value = form.get(name)?.trim();
    if (!value) throw new InvalidReview(`Please fill in the ${name}.`);
    return value;
  };
  const rating = Number(text('rating'));
  if (!(rating >= 0 && rating <= 5)) throw new InvalidReview('The rating goes from 0 to 5.');
  return { productSlug: text('product'), author: text('author'), rating, content: text('content') };
}
