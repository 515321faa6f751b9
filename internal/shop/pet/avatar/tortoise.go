package avatar

// The old tortoise of the stories: it has seen every price, and liked none.
const tortoiseShell = `<path d="M22 256C14 176 62 118 128 118s114 58 106 138z" fill="#7a5a34"/>` +
	`<path d="M34 256c-6-66 34-126 94-126s100 60 94 126z" fill="#97733f"/>` +
	`<g fill="none" stroke="#6b4d2a" stroke-width="5" stroke-linejoin="round"><path d="M58 150l22 20-8 34-36 6M198 150l-22 20 8 34 36 6M72 204l16 30-8 22M184 204l-16 30 8 22"/></g>` +
	`<path d="M94 176h68l14 80H80z" fill="#7f9150"/>` +
	`<path d="M98 196c20 8 40 8 60 0M96 210c22 9 42 9 64 0" fill="none" stroke="#62723b" stroke-width="4" stroke-linecap="round"/>`

const tortoiseFace = `<path d="M128 66c-42 0-64 28-62 66 2 44 28 72 62 72s60-28 62-72c2-38-20-66-62-66z" fill="#93a65e"/>` +
	`<path d="M128 204c-26 0-46-16-56-42 14 14 34 20 56 20s42-6 56-20c-10 26-30 42-56 42z" fill="#b9c584"/>` +
	`<g fill="#fbf6e4"><circle cx="100" cy="126" r="19"/><circle cx="156" cy="126" r="19"/></g>` +
	`<g fill="#2b2a20"><circle cx="104" cy="131" r="8"/><circle cx="152" cy="131" r="8"/></g>` +
	// The lids hang, the brows meet.
	`<path d="M80 122c2-16 12-20 22-18s16 10 18 20zM176 122c-2-16-12-20-22-18s-16 10-18 20z" fill="#7f9150"/>` +
	`<path d="M76 100l42 17M180 100l-42 17" stroke="#4c5a2c" stroke-width="9" stroke-linecap="round"/>` +
	`<path d="M82 148c8 6 24 8 34 2M174 148c-8 6-24 8-34 2" fill="none" stroke="#6f8145" stroke-width="4" stroke-linecap="round"/>` +
	`<path d="M122 154v5M134 154v5" stroke="#4c5a2c" stroke-width="4" stroke-linecap="round"/>` +
	`<path d="M98 186c10-14 20-18 30-18s20 4 30 18" fill="none" stroke="#4c5a2c" stroke-width="6" stroke-linecap="round"/>` +
	`<path d="M74 166l8 4M182 166l-8 4M112 88c10-4 22-4 32 0" fill="none" stroke="#6f8145" stroke-width="4" stroke-linecap="round"/>`
