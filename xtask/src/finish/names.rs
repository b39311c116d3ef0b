//! Names for the files that Trunk does not name by their content: the boot modules and the engine. A page then only ever
//! runs with the scripts of its own build, whatever an older cache still holds.

use super::{Files, FinishError, replace_once, sums, take_text};

/// The page's boot module under its final name.
pub(super) struct Boot {
    pub(super) path: String,
    pub(super) integrity: String,
}

/// Renames engine and boot modules, innermost first, because each name stands for what the file refers to as well.
pub(super) fn address_by_content(files: &mut Files) -> Result<Boot, FinishError> {
    let engine_script = rename(files, "engine.js", "engine", ".js")?;
    let engine_wasm = rename(files, "engine_bg.wasm", "engine", "_bg.wasm")?;

    let source = take_text(files, "engine-boot.js")?;
    let source = replace_once("engine-boot.js", &source, "./engine.js", &format!("./{engine_script}"))?;
    let source = replace_once(
        "engine-boot.js",
        &source,
        "./engine_bg.wasm",
        &format!("./{engine_wasm}"),
    )?;
    let engine_boot = add(files, "engine-boot", ".js", source.into_bytes());

    let source = take_text(files, "boot.js")?;
    let source = replace_once("boot.js", &source, "engine-boot.js", &engine_boot)?.into_bytes();
    let integrity = sums::integrity(&source);
    Ok(Boot {
        path: add(files, "boot", ".js", source),
        integrity,
    })
}

fn rename(files: &mut Files, from: &str, stem: &str, end: &str) -> Result<String, FinishError> {
    let bytes = files
        .remove(from)
        .ok_or_else(|| FinishError::Missing(from.to_owned()))?;
    Ok(add(files, stem, end, bytes))
}

fn add(files: &mut Files, stem: &str, end: &str, bytes: Vec<u8>) -> String {
    let path = format!("{stem}-{}{end}", sums::short(&bytes));
    files.insert(path.clone(), bytes);
    path
}
