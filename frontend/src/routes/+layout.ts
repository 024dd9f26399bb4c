// Every page is built ahead, in each language; a page that cannot be says so itself.
export const prerender = true;
