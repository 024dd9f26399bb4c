import { describe, expect, it } from 'vitest';
import {
	closest,
	farther,
	fitting,
	height,
	inSight,
	middle,
	nearer,
	placed,
	pointAt,
	whole,
	width
} from './view';

describe('the view of a map', () => {
	it('comes nearer to a point, and shows nothing beyond the edges', () => {
		const point = { x: 300, y: 200 };
		const view = nearer(nearer(whole, point), point);
		expect(placed(view, point)).toEqual({ x: width / 2, y: height / 2 });
		const corner = nearer(whole, { x: 0, y: 0 });
		expect(placed(corner, { x: 0, y: 0 })).toEqual({ x: 0, y: 0 });
		expect(farther(corner)).toEqual(whole);
	});

	it('knows what lies where', () => {
		const view = nearer(whole, { x: 500, y: 100 });
		const there = pointAt(view, { x: 10, y: 20 });
		const back = placed(view, there);
		expect([back.x, back.y]).toEqual([expect.closeTo(10), expect.closeTo(20)]);
		expect(inSight(view, there)).toBe(true);
		expect(inSight(view, { x: 0, y: 400 })).toBe(false);
	});

	it('fits to points that lie together and shows the whole for those that do not', () => {
		const near = [
			{ x: 480, y: 100 },
			{ x: 490, y: 105 }
		];
		const view = fitting(near);
		expect(view.k).toBeGreaterThan(9);
		expect(near.every((point) => inSight(view, point))).toBe(true);
		expect(
			fitting([
				{ x: 5, y: 5 },
				{ x: 900, y: 400 }
			])
		).toEqual(whole);
		expect(fitting([])).toEqual(whole);
		expect(fitting([{ x: 480, y: 100 }]).k).toBeLessThan(100);
	});

	it('without a goal comes nearer to a point that is there', () => {
		const points = [
			{ x: 100, y: 100 },
			{ x: 480, y: 100 },
			{ x: 490, y: 105 }
		];
		expect(points).toContain(middle(whole, points));
		expect(middle(whole, [])).toBe(whole);
		expect(closest(points, { x: 99, y: 90 })).toBe(points[0]);
	});
});
