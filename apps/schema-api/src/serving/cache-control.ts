/** For what is made anew for who asks: kept, but asked for again. What is kept here says it by itself. */
export const revalidate = 'private, no-cache';
