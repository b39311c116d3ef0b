//! Names that stand for the content of what they name. A page then only ever runs with the scripts and modules of its own
//! build, whatever an older cache still holds.

use super::{Files, FinishError, replace_once, sums, take_text};

/// The files that the page itself names, under their final names.
pub(super) struct Named {
    /// The style sheet.
    pub(super) style: String,
    /// The script that starts everything.
    pub(super) boot: String,
    /// The wasm module's script.
    pub(super) script: String,
    /// The script that loads the module's parts; the module's script imports it.
    pub(super) loader: String,
    /// The wasm module.
    pub(super) module: String,
}

/// Where wasm-bindgen's and the splitter's scripts find each other.
const LOADER: &str = "./__wasm_split.js";
const SCRIPT: &str = "./luk.js";

/// Renames everything, innermost first, because each name stands for what the file refers to as well.
pub(super) fn address_by_content(files: &mut Files) -> Result<Named, FinishError> {
    let style = rename(files, "luk.css", "luk")?;
    let module = rename(files, "luk_bg.wasm", "luk")?;
    let (script, loader) = scripts(files, &module)?;

    let source = take_text(files, "engine-boot.js")?;
    let source = replace_once("engine-boot.js", &source, SCRIPT, &format!("./{script}"))?;
    let source = replace_once("engine-boot.js", &source, "./luk_bg.wasm", &format!("./{module}"))?;
    let engine_boot = add(files, "engine-boot", "js", source.into_bytes());

    let source = take_text(files, "boot.js")?;
    let source = replace_once("boot.js", &source, "engine-boot.js", &engine_boot)?;
    let boot = add(files, "boot", "js", source.into_bytes());
    Ok(Named {
        style,
        boot,
        script,
        loader,
        module,
    })
}

/// The module's script and the parts' loader import each other, so one sum over both stands for either.
fn scripts(files: &mut Files, module: &str) -> Result<(String, String), FinishError> {
    let mut loader = take_text(files, "__wasm_split.js")?;
    let parts: Vec<String> = files
        .keys()
        .filter(|path| path.starts_with("split_") || path.starts_with("chunk_"))
        .cloned()
        .collect();
    for part in parts {
        // A part by its name in the program; what several of them share has only a number, which is no name.
        let stem = part.strip_prefix("split_").and_then(|name| name.strip_suffix(".wasm"));
        let name = rename(files, &part, stem.unwrap_or("shared"))?;
        loader = replace_once(
            "__wasm_split.js",
            &loader,
            &format!("./{part}\""),
            &format!("./{name}\""),
        )?;
    }
    let script = take_text(files, "luk.js")?;
    let script = replace_once("luk.js", &script, "'luk_bg.wasm'", &format!("'{module}'"))?;

    let sum = sums::short(format!("{script}{loader}").as_bytes());
    let (script_path, loader_path) = (format!("luk-{sum}.js"), format!("parts-{sum}.js"));
    let loader = replace_once("__wasm_split.js", &loader, SCRIPT, &format!("./{script_path}"))?;
    // Only where it is imported: the module knows it by its old name.
    let imported = format!("from \"{LOADER}\"");
    if !script.contains(&imported) {
        return Err(FinishError::Placeholder {
            file: "luk.js".to_owned(),
            text: imported,
        });
    }
    let script = script.replace(&imported, &format!("from \"./{loader_path}\""));
    files.insert(script_path.clone(), script.into_bytes());
    files.insert(loader_path.clone(), loader.into_bytes());
    Ok((script_path, loader_path))
}

fn rename(files: &mut Files, from: &str, stem: &str) -> Result<String, FinishError> {
    let bytes = files
        .remove(from)
        .ok_or_else(|| FinishError::Missing(from.to_owned()))?;
    let ending = from.rsplit('.').next().unwrap_or_default();
    Ok(add(files, stem, ending, bytes))
}

fn add(files: &mut Files, stem: &str, ending: &str, bytes: Vec<u8>) -> String {
    let path = format!("{stem}-{}.{ending}", sums::short(&bytes));
    files.insert(path.clone(), bytes);
    path
}
