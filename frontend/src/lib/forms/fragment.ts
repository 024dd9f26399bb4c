/**
 * What a mailed link carries after "#". It is taken out of the address bar at once, so that the token in it is not
 * bookmarked, copied along or left in the history.
 */
export function takeFragment(): URLSearchParams {
	const fragment = new URLSearchParams(location.hash.slice(1));
	if (location.hash) {
		history.replaceState(history.state, '', location.pathname + location.search);
	}
	return fragment;
}
