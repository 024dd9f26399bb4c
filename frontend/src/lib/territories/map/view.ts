/** Size of the drawing; on the page it is as wide as there is room. */
export const width = 960;
export const height = 440;

export interface Point {
	x: number;
	y: number;
}

/** What part of the drawing is shown: enlarged how often, around which point of the whole. */
export interface View extends Point {
	k: number;
}

export const whole: View = { k: 1, x: width / 2, y: height / 2 };

/** One step nearer or farther. */
const step = 3;
/** Two kilometres are then as far apart as a finger is broad, on a telephone too. */
const nearest = step ** 7;

const between = (least: number, value: number, most: number) => Math.min(Math.max(value, least), most);

/** Nothing beyond the edges of the whole is shown. */
function within({ k, x, y }: View): View {
	const [half, tall] = [width / 2 / k, height / 2 / k];
	return { k, x: between(half, x, width - half), y: between(tall, y, height - tall) };
}

export function around(view: View, { x, y }: Point): View {
	return within({ k: view.k, x, y });
}

export function nearer(view: View, { x, y }: Point): View {
	return within({ k: Math.min(view.k * step, nearest), x, y });
}

export function farther(view: View): View {
	return within({ ...view, k: Math.max(view.k / step, 1) });
}

export const isNearest = ({ k }: View) => k >= nearest;

/** Where a point of the whole lies in the view. */
export function placed({ k, x, y }: View, point: Point): Point {
	return { x: (point.x - x) * k + width / 2, y: (point.y - y) * k + height / 2 };
}

/** The point of the whole at a place in the view. */
export function pointAt({ k, x, y }: View, place: Point): Point {
	return { x: (place.x - width / 2) / k + x, y: (place.y - height / 2) / k + y };
}

export function inSight(view: View, point: Point): boolean {
	const { x, y } = placed(view, point);
	return x >= 0 && x <= width && y >= 0 && y <= height;
}

/** The view that shows all points with some air around them; the whole where they spread over it. */
export function fitting(points: Point[]): View {
	if (points.length === 0) return whole;
	const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
	const [left, right] = [Math.min(...xs), Math.max(...xs)];
	const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
	const air = 1.3;
	const k = Math.min(width / (right - left) / air, height / (bottom - top) / air, step ** 3);
	if (k < 2) return whole;
	return within({ k, x: (left + right) / 2, y: (top + bottom) / 2 });
}

/** Where coming nearer leads when nobody says where to: to the point in sight that most others are near. */
export function middle(view: View, points: Point[]): Point {
	const seen = points.filter((point) => inSight(view, point));
	if (seen.length === 0) return view;
	const sum = seen.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }));
	return closest(seen, { x: sum.x / seen.length, y: sum.y / seen.length })!;
}

/** The point closest to a place, if there are any. */
export function closest<P extends Point>(points: P[], { x, y }: Point): P | undefined {
	const far = (point: P) => Math.hypot(point.x - x, point.y - y);
	return points.reduce<P | undefined>(
		(best, point) => (best && far(best) <= far(point) ? best : point),
		undefined
	);
}
