//! What the name of a guideline file says.

/// The guidelines of one program: those of the platforms, or those of one add-on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// The OpenStack Powered platforms.
    Powered,
    /// An add-on or another program, by the first part of its file names: `dns`,
    /// `shared-file-system`.
    Other(String),
}

impl Family {
    /// The key in the list of guidelines.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Powered => "powered",
            Self::Other(name) => name,
        }
    }
}

/// A file name taken apart: `dns.2020.06.json` is guideline `2020.06.json` of the family `dns`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedName {
    /// The program.
    pub family: Family,
    /// The name without the family, as the list of guidelines gives it.
    pub name: String,
    /// Year and month, with a number behind them where there is one; nothing for drafts (`next`).
    pub month: Option<String>,
}

impl PublishedName {
    /// Takes the name of a file apart. Files of the platforms are named by a month or `next`, the
    /// others by their family, cut at the first dot, and the same; a name without a month is a
    /// family of its own.
    #[must_use]
    pub fn of(file: &str) -> Self {
        let stem = file.strip_suffix(".json").unwrap_or(file);
        if is_version(stem) {
            return Self::new(Family::Powered, file, stem);
        }
        if let Some((family, version)) = stem.split_once('.')
            && is_version(version)
        {
            let name = file.strip_prefix(family).unwrap_or(file);
            let name = name.strip_prefix('.').unwrap_or(name);
            return Self::new(Family::Other(family.to_owned()), name, version);
        }
        Self {
            family: Family::Other(stem.to_owned()),
            name: file.to_owned(),
            month: None,
        }
    }

    fn new(family: Family, name: &str, version: &str) -> Self {
        Self {
            family,
            name: name.to_owned(),
            month: (version != "next").then(|| version.to_owned()),
        }
    }
}

/// `2020.06`, `2015.04.1`, `next`.
fn is_version(text: &str) -> bool {
    let mut parts = text.split('.');
    let (Some(year), month, more) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let digits = |part: &str, count: usize| {
        part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    match month {
        None => year == "next",
        Some(month) => {
            digits(year, 4)
                && digits(month, 2)
                && more.is_none_or(|more| !more.is_empty() && digits(more, more.len()))
                && parts.next().is_none()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_say_family_and_month() {
        let parts = |file| {
            let name = PublishedName::of(file);
            (name.family.key().to_owned(), name.name, name.month)
        };
        let month = |text: &str| Some(text.to_owned());
        assert_eq!(
            parts("2020.06.json"),
            ("powered".into(), "2020.06.json".into(), month("2020.06"))
        );
        assert_eq!(
            parts("next.json"),
            ("powered".into(), "next.json".into(), None)
        );
        assert_eq!(
            parts("shared-file-system.2022.11.json"),
            (
                "shared-file-system".into(),
                "2022.11.json".into(),
                month("2022.11")
            )
        );
        assert_eq!(
            parts("dns.next.json"),
            ("dns".into(), "next.json".into(), None)
        );
        for file in [
            "occi-infrastructure.json",
            "20.06.json",
            "a.b.json",
            ".json",
        ] {
            let name = PublishedName::of(file);
            assert_eq!((name.name.as_str(), name.month), (file, None), "{file}");
        }
    }
}
