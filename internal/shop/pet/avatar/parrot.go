package avatar

// A parrot that says what it thinks, with one brow up.
const parrotBody = `<path d="M50 256c-4-52 28-84 78-84s82 32 78 84z" fill="#2f9e5b"/>` +
	`<path d="M50 256c-4-34 10-62 34-74-6 26-4 52 4 74zM206 256c4-34-10-62-34-74 6 26 4 52-4 74z" fill="#1f7fbf"/>` +
	`<path d="M104 204l10 10 14-10 14 10 10-10M98 226l14 10 16-10 16 10 14-10" fill="none" stroke="#237a46" stroke-width="4" stroke-linecap="round"/>` +
	`<path d="M112 74c-10-18-24-24-34-24 8 6 10 14 10 26zM128 70c-2-22-10-34-20-40 2 10 0 20 2 40zM146 72c4-20 2-32-4-42-4 12-10 22-14 40z" fill="#d93a2b"/>`

const parrotFace = `<path d="M128 64c-44 0-68 30-66 70 2 42 30 70 66 70s64-28 66-70c2-40-22-70-66-70z" fill="#e04a35"/>` +
	`<ellipse cx="95" cy="126" rx="29" ry="31" fill="#fff6e6"/><ellipse cx="161" cy="126" rx="29" ry="31" fill="#fff6e6"/>` +
	`<path d="M72 138l10 2M72 146l12 0M184 138l-10 2M184 146l-12 0" stroke="#e04a35" stroke-width="3" stroke-linecap="round"/>` +
	`<g fill="#f7c948"><circle cx="98" cy="122" r="14"/><circle cx="158" cy="122" r="14"/></g>` +
	`<g fill="#1d1d1d"><circle cx="101" cy="121" r="8"/><circle cx="161" cy="121" r="8"/></g>` +
	`<g fill="#fff"><circle cx="104" cy="118" r="2.5"/><circle cx="164" cy="118" r="2.5"/></g>` +
	// One lid half down, the other brow up.
	`<path d="M82 118c2-14 30-14 34 2z" fill="#c23a28"/>` +
	`<path d="M80 108l34 8M140 98c10-10 24-12 36-6" fill="none" stroke="#7c1d12" stroke-width="7" stroke-linecap="round"/>` +
	`<path d="M106 166c8 30 36 30 44 0z" fill="#3b3430"/><path d="M116 176c4 14 20 14 24 0z" fill="#ef7f86"/>` +
	`<path d="M128 122c-22 0-32 16-30 34 6 10 16 12 22 12 2 12 4 20 8 26 4-6 6-14 8-26 6 0 16-2 22-12 2-18-8-34-30-34z" fill="#4a423d"/>` +
	`<path d="M128 128c-14 0-22 8-24 20 6-6 14-8 24-8s18 2 24 8c-2-12-10-20-24-20z" fill="#6d635c"/>` +
	`<g fill="#221e1b"><circle cx="119" cy="142" r="2.5"/><circle cx="137" cy="142" r="2.5"/></g>`
