package avatar

// A monkey that laughs at its own jokes.
const monkeyBody = `<path d="M54 256c-2-50 26-80 74-80s76 30 74 80z" fill="#7b4a2b"/>` +
	`<path d="M98 256c-2-30 8-54 30-54s32 24 30 54z" fill="#e3b98a"/>` +
	`<circle cx="56" cy="132" r="28" fill="#7b4a2b"/><circle cx="200" cy="132" r="28" fill="#7b4a2b"/>` +
	`<circle cx="54" cy="132" r="16" fill="#e3a98a"/><circle cx="202" cy="132" r="16" fill="#e3a98a"/>` +
	`<path d="M118 72c-4-14-16-18-22-14 8 2 10 8 12 16zM128 70c0-18 12-26 24-22-10 4-12 12-10 24z" fill="#7b4a2b"/>`

const monkeyFace = `<path d="M128 64c-44 0-68 28-68 68 0 44 30 72 68 72s68-28 68-72c0-40-24-68-68-68z" fill="#8a5532"/>` +
	`<path d="M128 100c-10-14-50-12-50 24 0 10 4 16 10 20-14 8-18 20-14 30 8 20 30 28 54 28s46-8 54-28c4-10 0-22-14-30 6-4 10-10 10-20 0-36-40-38-50-24z" fill="#f0c999"/>` +
	`<g fill="#fff"><ellipse cx="106" cy="122" rx="14" ry="17"/><ellipse cx="150" cy="122" rx="14" ry="17"/></g>` +
	// The eyes look at each other.
	`<g fill="#2a1a10"><circle cx="111" cy="125" r="8"/><circle cx="145" cy="125" r="8"/></g>` +
	`<g fill="#fff"><circle cx="114" cy="121" r="2.5"/><circle cx="148" cy="121" r="2.5"/></g>` +
	`<path d="M90 98c8-8 18-8 26-4M166 98c-8-8-18-8-26-4" fill="none" stroke="#4d2c16" stroke-width="6" stroke-linecap="round"/>` +
	`<path d="M120 146l5 4M136 146l-5 4" stroke="#8a5532" stroke-width="4" stroke-linecap="round"/>` +
	`<path d="M86 158c12 8 28 10 42 10s30-2 42-10c0 24-18 38-42 38s-42-14-42-38z" fill="#6b1f1a"/>` +
	`<path d="M88 159c12 7 26 9 40 9s28-2 40-9c0 6-1 10-3 14-22 8-52 8-74 0-2-4-3-8-3-14z" fill="#fff"/>` +
	`<path d="M108 190c4-12 36-12 40 0-6 4-12 6-20 6s-14-2-20-6z" fill="#ef7f86"/>` +
	`<circle cx="84" cy="152" r="8" fill="#e89a7a" fill-opacity=".6"/><circle cx="172" cy="152" r="8" fill="#e89a7a" fill-opacity=".6"/>`
