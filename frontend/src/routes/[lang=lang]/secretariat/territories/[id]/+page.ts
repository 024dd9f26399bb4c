// One page for every territory: served from the shell, made in the browser of those who may see it.
export const prerender = false;
export const ssr = false;
