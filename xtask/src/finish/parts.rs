//! Which files a part of the module needs besides its own, as the splitter's loader says it. Changes nothing.

/// The files that are loaded together with a part. Nothing if the loader doesn't know the part.
pub(super) fn loaded_with(loader: &str, part: &str) -> Option<Vec<String>> {
    let (_, from) = loader.split_once(&format!("__wasm_split_load_{part} ="))?;
    // Its own file, then the names of what it shares with other parts.
    let (_, shared) = from.split_once("\n, [")?;
    let (shared, _) = shared.split_once(']')?;
    let names = shared.split(", ").filter(|name| !name.is_empty());
    names.map(|name| file_of(loader, name)).collect()
}

fn file_of(loader: &str, name: &str) -> Option<String> {
    let (_, from) = loader.split_once(&format!("const {name} ="))?;
    let (_, from) = from.split_once("\"./")?;
    from.split_once('"').map(|(file, _)| file.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = "const __chunk_6 = makeLoad(() => {
const src = fetch(new URL(\"./shared-a.wasm\", import.meta.url));
}
, []);
const __chunk_7 = makeLoad(() => {
const src = fetch(new URL(\"./shared-b.wasm\", import.meta.url));
}
, []);
export const __wasm_split_load_english = wrapAsyncCb(makeLoad(() => {
const src = fetch(new URL(\"./english-c.wasm\", import.meta.url));
}
, [__chunk_7]));
export const __wasm_split_load_closing = wrapAsyncCb(makeLoad(() => {
const src = fetch(new URL(\"./closing-d.wasm\", import.meta.url));
}
, [__chunk_6, __chunk_7]));
";

    #[test]
    fn a_part_is_loaded_with_what_it_shares_and_nothing_else() {
        let with = |part| loaded_with(LOADER, part).unwrap();
        assert_eq!(with("english"), ["shared-b.wasm"]);
        assert_eq!(with("closing"), ["shared-a.wasm", "shared-b.wasm"]);
        assert_eq!(loaded_with(LOADER, "latin"), None);
    }
}
