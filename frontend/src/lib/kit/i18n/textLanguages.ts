import { getLocale } from '$lib/paraglide/runtime';
import { languageName } from './format';

/** Languages that local governments write in. A list to choose from, not a rule: the API takes any. */
const codes =
	'am ar az be bg bn bs ca cs cy da de el en es et eu fa ff fi fr ga gl gn ha he hi hr ht hu hy id ig is it ja ka kk km ko ky lo lt lv mg mk mn ms mt my nb ne nl om pl ps pt qu ro ru rw si sk sl so sq sr st sv sw ta te tg th ti tl tn tr uk ur uz vi wo xh yo zh zu'.split(
		' '
	);

/** As options of a select, in the reader's words and order. */
export function textLanguages() {
	const { compare } = new Intl.Collator(getLocale());
	return codes
		.map((code) => ({ value: code, label: languageName(code) }))
		.sort((a, b) => compare(a.label, b.label));
}
