//! Target files that are read, and the many that are refused.

use std::time::Duration;

use super::*;
use crate::target::{Auth, AuthError, Class, Feature};

const WHOLE: &str = r#"
[target]
name = "Example Cloud"
version = "2.1"
organisation = "Example"
contact = "mailto:cloud@example.org"
url = "https://occi.example.org"
model = "infrastructure"

[features]
pagination = true
user-mixins = "switched off by policy"
filters = false

[auth]
scheme = "basic"
user-env = "CLOUD_USER"
password-env = "CLOUD_PASSWORD"

[safety]
class = "shared"
allow-actions = true
max-entities = 8
rate = "5/s"

[time]
state-change = 300
request = 2.5
synchronous = true

[values."infrastructure#storage"]
"occi.storage.size" = 1.0

[[deviation]]
cases = "k:infrastructure#compute/act.cell/restart/**"
reason = "restart boots twice"
until = "2027-03-31"
issue = "https://example.org/issues/1"

[[skip]]
cases = "**/act.coll/**"
reason = "stops the whole region"
until = "2027-03-31"
"#;

#[test]
fn a_whole_file_is_understood() {
    let file = read(WHOLE.as_bytes()).unwrap();
    assert_eq!(file.name.as_deref(), Some("Example Cloud"));
    assert_eq!(file.class, Some(Class::Shared));
    assert!(file.allow_actions && !file.allow_namespace);
    assert_eq!(file.rate.unwrap().pace(), Duration::from_millis(200));
    assert_eq!(file.time.request, Some(Duration::from_millis(2500)));
    assert!(file.time.synchronous);
    assert_eq!(file.max_entities, Some(8));
    let lacks: Vec<_> = file.lacks.iter().map(|(f, _)| f.as_str()).collect();
    assert_eq!(lacks, ["filters", "user-mixins"]);
    assert!(file.lacks.iter().any(|(f, _)| *f == Feature::Filters));
    assert_eq!(file.values[0].value, Value::Float(1.0));
    assert_eq!(file.deviations[0].until.to_string(), "2027-03-31");
    assert_eq!(file.skips.len(), 1);
    assert_eq!(read(b"").unwrap(), TargetFile::default());
}

#[test]
fn files_that_mean_nothing_are_refused_with_the_place() {
    for (text, says) in [
        ("[target", "line 1"),
        ("[safety]\nclass = \"public\"", "line 2"),
        ("[safety]\nmaximum = 3", "unknown field `maximum`"),
        ("[safety]\nmax-entities = -1", "line 2"),
        (
            "[safety]\nmax-entities = 0",
            "safety.max-entities: at least 1",
        ),
        ("[safety]\nconcurrency = 100000", "safety.concurrency"),
        ("[safety]\nrate = \"fast\"", "safety.rate"),
        ("[safety]\nrate = \"0/s\"", "safety.rate"),
        ("[time]\nrequest = 0", "time.request"),
        ("[time]\nrequest = inf", "time.request"),
        ("[time]\nrequest = nan", "time.request"),
        ("[features]\nteleport = true", "features.teleport"),
        ("[values.x]\n\"occi.a\" = [1]", "a text, a number"),
        ("[values.x]\n\"no name!\" = 1", "values."),
        (
            "[[skip]]\ncases = \"**\"\nreason = \"r\"",
            "missing field `until`",
        ),
        (
            "[[skip]]\ncases = \"**\"\nreason = \" \"\nuntil = \"2027-01-01\"",
            "skip[0].reason",
        ),
        (
            "[[skip]]\ncases = \"/\"\nreason = \"r\"\nuntil = \"2027-01-01\"",
            "skip[0].cases",
        ),
        (
            "[[deviation]]\ncases = \"**\"\nreason = \"r\"\nuntil = \"2027-02-30\"",
            "deviation[0].until",
        ),
        ("[auth]\nscheme = \"magic\"", "line 2"),
        (
            "[auth]\nscheme = \"bearer\"\ntoken-env = \"not a name\"",
            "auth: a name",
        ),
        (
            "[auth]\nscheme = \"header\"\nname = \"a b\"\nvalue-env = \"X\"",
            "auth.name",
        ),
        ("unknown = 1", "unknown field `unknown`"),
        ("[[[[[[[[[[[[", "line 1"),
        ("a.b.c.d = {", "line 1"),
    ] {
        let error = read(text.as_bytes()).expect_err(text).to_string();
        assert!(error.contains(says), "{text}: {error}");
    }
    let deep = format!("x = {}", "[".repeat(200_000));
    assert!(read(deep.as_bytes()).is_err());
    assert_eq!(read(b"\xff\xfe"), Err(TargetError::NotText));
    let long = vec![b'#'; MAX_BYTES + 1];
    assert_eq!(read(&long), Err(TargetError::TooLong(MAX_BYTES + 1)));
}

#[test]
fn a_credential_in_the_file_is_refused_and_not_repeated() {
    for text in [
        "[auth]\nscheme = \"bearer\"\ntoken = \"canary-4711\"",
        "[auth]\nscheme = \"basic\"\nuser-env = \"U\"\npassword = \"canary-4711\"",
        "[auth]\nscheme = \"bearer\"\ntoken-env = \"canary-4711\"",
    ] {
        let error = read(text.as_bytes()).expect_err(text).to_string();
        assert!(error.contains("environment variable"), "{error}");
        assert!(!error.contains("canary"), "{error}");
    }
}

#[test]
fn credentials_come_from_the_environment() {
    let auth = Auth::Basic {
        user_env: crate::target::Credential::new("U"),
        password_env: crate::target::Credential::new("P"),
    };
    let have = |name: &str| match name {
        "U" => Some("me".to_owned()),
        "P" => Some("canary-4711".to_owned()),
        _ => None,
    };
    let (credentials, secrets) = auth.credentials(have).unwrap();
    assert_eq!(
        format!("{credentials:?}"),
        "Credentials([\"Authorization\"])"
    );
    assert_eq!(secrets.redact("is canary-4711"), "is (redacted)");
    assert_eq!(
        secrets.redact("Basic bWU6Y2FuYXJ5LTQ3MTE="),
        "Basic (redacted)"
    );
    let none = auth.credentials(|_| None);
    assert_eq!(none, Err(AuthError::Unset("U".to_owned())));
    let short = auth.credentials(|_| Some("abc".to_owned()));
    assert_eq!(short, Err(AuthError::TooShort("P".to_owned())));
    let field = auth.credentials(|_| Some("long enough\r\nX: y".to_owned()));
    assert_eq!(field, Err(AuthError::NotAField("U".to_owned())));
}
