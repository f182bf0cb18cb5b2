//! A proof as a signed text: Open Badges 3.0, a W3C Verifiable Credential in JWT form.
//!
//! Source: Open Badges 3.0, section 8.2 (JSON Web Token proof format): the credential's own members
//! are the payload's, `validFrom` is `nbf` too, and the header names the key.

use chrono::NaiveDate;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde_json::{Value, json};

use super::key::Signer;
use super::model::{Issuer, Line, Said};
use crate::base::UtcTime;
use crate::error::{AppError, AppResult};

const CONTEXTS: [&str; 2] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
];

/// What every proof says of itself, in a reader's own words.
const TITLE: &str = "Praksis og opplæring";
const DESCRIPTION: &str = "Arbeid, mål i læreplaner og kurs, slik innehaveren selv har valgt.";
const CRITERIA: &str = "Timene er godkjent av den som leder arbeidet. Månedene er talt etter reglene \
                        for praksis. Hvert mål er godkjent av en som kan faget. Kursene er fullført.";

/// Where a proof is checked.
pub(super) fn check_address(issuer: &Issuer, id: &str) -> String {
    format!("{}/bevis/{id}", issuer.address)
}

/// Signs a proof: the lines, the holder's name, and nothing else of the holder.
///
/// # Errors
/// When the key cannot sign, which is a fault of ours.
pub(super) fn sign(
    signer: &Signer,
    issuer: &Issuer,
    (id, holder): (&str, &str),
    lines: &[Line],
    at: UtcTime,
) -> AppResult<String> {
    let address = check_address(issuer, id);
    let at_mark = |mark: &str| format!("{address}#{mark}");
    let described = |line: &Line| {
        json!({
            "id": at_mark(&line.mark), "type": ["ResultDescription"],
            "name": line.name, "resultType": "Result",
        })
    };
    let result = |line: &Line| json!({"type": ["Result"], "resultDescription": at_mark(&line.mark), "value": line.says});
    let from_at = at.rfc3339();
    let claims = json!({
        "@context": CONTEXTS,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": TITLE,
        "issuer": {"id": issuer.address, "type": ["Profile"], "name": issuer.name},
        "validFrom": from_at,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject", "hashed": false,
                "identityHash": holder, "identityType": "name",
            }],
            "achievement": {
                "id": at_mark("innhold"),
                "type": ["Achievement"],
                "name": TITLE,
                "description": DESCRIPTION,
                "criteria": {"narrative": CRITERIA},
                "inLanguage": "nb",
                "resultDescription": lines.iter().map(described).collect::<Vec<Value>>(),
            },
            "result": lines.iter().map(result).collect::<Vec<Value>>(),
        },
        "iss": issuer.address,
        "jti": address,
        "nbf": at.unix_seconds(),
    });
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid.clone_from(&signer.public.common.key_id);
    header.jwk = Some(bare(&signer.public));
    let key = EncodingKey::from_ed_der(&signer.der);
    encode(&header, &claims, &key).map_err(|e| AppError::internal(e.to_string()))
}

/// The key alone, as a header names it.
fn bare(jwk: &Jwk) -> Jwk {
    let mut bare = jwk.clone();
    bare.common.key_algorithm = None;
    bare.common.public_key_use = None;
    bare.common.key_id = None;
    bare
}

/// The public key, as programs look for it.
pub(super) fn key_set(signer: &Signer) -> JwkSet {
    JwkSet { keys: vec![signer.public.clone()] }
}

/// What a signed text says; None when it was not signed with this key, or is no proof.
pub(super) fn read(signer: &Signer, jwt: &str) -> Option<Said> {
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    rules.validate_aud = false;
    let key = DecodingKey::from_jwk(&signer.public).ok()?;
    let claims = decode::<Value>(jwt.trim(), &key, &rules).ok()?.claims;
    said(&claims)
}

fn said(claims: &Value) -> Option<Said> {
    let text = |at: &str| claims.pointer(at).and_then(Value::as_str).map(str::to_owned);
    let list = |at: &str| claims.pointer(at).and_then(Value::as_array);
    let described = list("/credentialSubject/achievement/resultDescription")?;
    let results = list("/credentialSubject/result")?;
    let of = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let line = |(described, result): (&Value, &Value)| {
        let mark = of(described, "id")?.rsplit_once('#')?.1.to_owned();
        Some(Line { mark, name: of(described, "name")?, says: of(result, "value")? })
    };
    let address = text("/id")?;
    let valid_from = text("/validFrom")?;
    let at = chrono::DateTime::parse_from_rfc3339(&valid_from).ok()?;
    let issued_on: NaiveDate = UtcTime::new(at.to_utc()).oslo_date();
    Some(Said {
        id: address.rsplit_once('/')?.1.to_owned(),
        holder: text("/credentialSubject/identifier/0/identityHash")?,
        issuer: text("/issuer/name")?,
        issued_on,
        lines: described.iter().zip(results).map(line).collect::<Option<Vec<Line>>>()?,
        address,
    })
}

#[cfg(test)]
mod tests {
    use super::super::key::of_seed;
    use super::*;

    fn at() -> UtcTime {
        UtcTime::new(chrono::DateTime::from_timestamp(1_773_651_600, 0).unwrap())
    }

    fn signed() -> (Signer, String) {
        let signer = of_seed(&[7; 32]).unwrap();
        let issuer =
            Issuer { name: "Sørli gård".to_owned(), address: "https://sorli.example".to_owned() };
        let lines = [Line {
            mark: "kurs-1".to_owned(),
            name: "Førstehjelp".to_owned(),
            says: "fullført 20.01.2026".to_owned(),
        }];
        let id = "0123456789abcdef0123456789abcdef";
        let jwt = sign(&signer, &issuer, (id, "Åse Ærlig"), &lines, at()).unwrap();
        (signer, jwt)
    }

    #[test]
    fn what_was_signed_is_read_back() {
        let (signer, jwt) = signed();
        let said = read(&signer, &jwt).unwrap();
        assert_eq!((said.holder.as_str(), said.issuer.as_str()), ("Åse Ærlig", "Sørli gård"));
        assert_eq!(said.address, format!("https://sorli.example/bevis/{}", said.id));
        assert_eq!(said.lines[0].says, "fullført 20.01.2026");
        assert_eq!(said.issued_on.to_string(), "2026-03-16");
    }

    #[test]
    fn any_changed_letter_and_any_other_key_is_refused() {
        let (signer, jwt) = signed();
        for place in (0..jwt.len()).step_by(7) {
            let mut letters: Vec<char> = jwt.chars().collect();
            letters[place] = if letters[place] == 'A' { 'B' } else { 'A' };
            let changed: String = letters.into_iter().collect();
            assert!(read(&signer, &changed).is_none(), "letter {place}");
        }
        assert!(read(&of_seed(&[8; 32]).unwrap(), &jwt).is_none());
        for junk in ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", &jwt.replace('.', "")] {
            assert!(read(&signer, junk).is_none(), "{junk}");
        }
    }
}
