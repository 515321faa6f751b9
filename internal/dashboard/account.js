// Signing in and out by the API's mutations. The session is a cookie, so the page
// is loaded again after either.

// send runs an operation and answers its one field; what is wrong is thrown as an
// error with a message to show.
async function send(form, variables) {
  let answer;
  try {
    const response = await fetch(form.dataset.api, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      credentials: "same-origin",
      body: JSON.stringify({ query: form.dataset.operation, variables }),
    });
    answer = await response.json();
  } catch {
    throw new Error("The server cannot be reached. Please try again.");
  }
  const field = answer.data && Object.values(answer.data)[0];
  const faults = [...(answer.errors ?? []), ...(field?.userErrors ?? [])];
  if (faults.length > 0 || !field) throw new Error(faults.map(({ message }) => message).join(" ") || "It did not work.");
  return field;
}

// onSubmit runs a form's operation once at a time.
function onSubmit(form, variables) {
  const told = form.querySelector("[role=alert]");
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    told.textContent = "";
    try {
      await send(form, variables(form));
      location.reload();
    } catch (wrong) {
      told.textContent = wrong.message;
      button.disabled = false;
    }
  });
}

const signIn = document.getElementById("signin");
if (signIn) onSubmit(signIn, (form) => ({ identifier: form.elements.identifier.value.trim(), password: form.elements.password.value }));
for (const form of document.querySelectorAll("form.signout")) onSubmit(form, () => ({}));

// Days that somebody writes are meant.
const period = document.querySelector("form.period");
for (const field of period?.querySelectorAll("input[type=date]") ?? []) {
  field.addEventListener("input", () => (period.elements.range.value = "custom"));
}
