import { getContext, setContext } from 'svelte';

const KEY = Symbol('acted');

/** From now on whoever stands above rows hears when something was done with one of them. */
export const whenActed = (tell: () => void) => setContext(KEY, tell);

/** Whom to tell, if anybody wants to know. */
export const toldWhenActed = () => getContext<(() => void) | undefined>(KEY);
