// Checks a proof with nothing of ours: a JWT library by other hands, and the key that the farm shows
// to all. `node verify.mjs bevis.jwt https://bestilling.example.no` says what it finds.
import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";

// What a proof says; throws when it was not signed with a key of the address, or is no proof.
export async function verify(jwt, address) {
  const answer = await fetch(new URL("/bevis/nokler.json", address));
  if (answer.status !== 200) throw new Error(`no keys: ${answer.status}`);
  const keys = await answer.json();
  if (keys.keys.some((key) => "d" in key)) throw new Error("a secret key is shown");
  const { payload } = await jwtVerify(jwt, createLocalJWKSet(keys), { algorithms: ["EdDSA"], typ: "JWT" });
  const { kid } = decodeProtectedHeader(jwt);
  if (kid !== keys.keys[0].kid) throw new Error("another key signed it");
  for (const type of ["VerifiableCredential", "OpenBadgeCredential"]) {
    if (!payload.type.includes(type)) throw new Error(`it is no ${type}`);
  }
  if (payload.iss !== payload.issuer.id || payload.jti !== payload.id) throw new Error("it contradicts itself");
  if (Date.parse(payload.validFrom) !== payload.nbf * 1000) throw new Error("it is from two times at once");
  return payload;
}

// Does the farm's own check page say that it is valid?
export async function isInForce(number, address) {
  const answer = await fetch(new URL(`/bevis/${number}`, address));
  const page = await answer.text();
  const says = page.match(/<h1>(Gyldig|Ikke gyldig)<\/h1>/)?.[1];
  if (!says) throw new Error(`the check page says nothing: ${answer.status}`);
  return says === "Gyldig";
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  const [, , file, address] = argv;
  const said = await verify(readFileSync(file, "utf8").trim(), address);
  const inForce = await isInForce(said.id.split("/").pop(), address);
  console.log(`${said.issuer.name}, ${said.validFrom}: ${inForce ? "valid" : "signed, and withdrawn"}`);
}
