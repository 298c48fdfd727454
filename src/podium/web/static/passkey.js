// Makes or shows a passkey; the token of the address stays behind the # and is never sent as part of a page's address.
const root = document.documentElement.dataset.root;
const token = location.hash.slice(1);

const post = async (path, said) => {
  const answer = await fetch(`${root}/passkey/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, ...said }),
  });
  if (!answer.ok) throw new Error((await answer.text()).slice(0, 200));
  return answer.json();
};

export function watch(head) {
  const words = head.querySelector("[data-words]");
  const go = head.querySelector("[data-go]");
  go.disabled = false;
  go.addEventListener("click", async () => {
    words.textContent = "";
    try {
      const options = await post("options", {});
      const credential =
        head.dataset.passkey === "make"
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      const { to } = await post("answer", { challenge: options.challenge, credential: credential.toJSON() });
      location.replace(to);
    } catch {
      words.textContent = words.dataset.failed;
    }
  });
}
