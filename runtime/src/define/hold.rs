//! The definition of derived types as a file.

use std::{env, fs, path::Path};

use occi_model::{Model, model::ExtensionId};

/// Holds the file at `path` to what `write` gives for the extension of this name; with
/// `OCCI_UPDATE` set in the environment, the file is written anew instead. It is what the test
/// does that `model_of!` makes for `file = "…"`.
///
/// # Panics
///
/// When the file says something else, or can be neither read nor written.
pub fn hold(
    model: &Model,
    extension: &str,
    path: impl AsRef<Path>,
    write: impl FnOnce(&Model, ExtensionId) -> String,
) {
    let path = path.as_ref();
    let mut ids = model.extension_ids();
    let found = ids.find(|id| &*model.extension(*id).name == extension);
    let Some(id) = found else {
        panic!("the model has no extension `{extension}`");
    };
    let text = write(model, id);
    let name = path.display();
    let written = fs::read_to_string(path);
    if written.as_ref().is_ok_and(|written| *written == text) {
        return;
    }
    if env::var_os("OCCI_UPDATE").is_some() {
        if let Err(error) = fs::write(path, &text) {
            panic!("{name}: {error}");
        }
        return;
    }
    match written {
        Ok(_) => panic!("{name} is not what the types say; OCCI_UPDATE=1 writes it anew:\n{text}"),
        Err(error) => panic!("{name}: {error}; OCCI_UPDATE=1 writes it"),
    }
}
