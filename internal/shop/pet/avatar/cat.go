package avatar

// A cat behind shades. It heard.
const catBody = `<path d="M54 256c-2-50 26-82 74-82s76 32 74 82z" fill="#7d8494"/>` +
	`<path d="M104 256c-4-30 4-56 24-56s28 26 24 56z" fill="#c6ccd8"/>` +
	`<path d="M66 112L56 40c22 6 40 20 50 36zM190 112l10-72c-22 6-40 20-50 36z" fill="#7d8494"/>` +
	`<path d="M72 94l-6-40c12 5 22 14 28 24zM184 94l6-40c-12 5-22 14-28 24z" fill="#e9a9b4"/>`

const catFace = `<path d="M128 68c-46 0-74 26-74 64 0 42 32 68 74 68s74-26 74-68c0-38-28-64-74-64z" fill="#8e95a6"/>` +
	`<path d="M128 72v18M112 74l4 14M144 74l-4 14" stroke="#646b7b" stroke-width="6" stroke-linecap="round"/>` +
	`<path d="M56 146l18-2M58 160l18-8M200 146l-18-2M198 160l-18-8" stroke="#646b7b" stroke-width="5" stroke-linecap="round"/>` +
	`<ellipse cx="110" cy="172" rx="24" ry="19" fill="#dfe3ea"/><ellipse cx="146" cy="172" rx="24" ry="19" fill="#dfe3ea"/>` +
	`<path d="M118 154h20l-10 11z" fill="#d9808f"/>` +
	`<path d="M128 165v9M110 178c8 2 12 0 18-4c4 4 12 4 20-2" fill="none" stroke="#4d5362" stroke-width="4" stroke-linecap="round"/>` +
	`<path d="M98 170l-46-6M98 178l-44 6M158 170l46-6M158 178l44 6" stroke="#f4f6fa" stroke-width="2.5" stroke-linecap="round"/>` +
	`<path d="M54 108h148v8h-10c0 26-10 38-30 38-18 0-26-12-28-32h-12c-2 20-10 32-28 32-20 0-30-12-30-38H54z" fill="#14161c"/>` +
	`<path d="M76 120l16-6-12 26zM152 120l16-6-12 26z" fill="#5b6781"/>`
