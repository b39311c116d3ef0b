//! What a finished site promises, on a small one made of the real page and boot files.

use std::collections::BTreeMap;

use super::*;

const PAGE: &str = include_str!("../../../index.html");
/// What the scripts of wasm-bindgen and the splitter hold of each other.
const SCRIPT: &str = "import * as import1 from \"./__wasm_split.js\"\nimports = { \"./__wasm_split.js\": import1 }; new URL('luk_bg.wasm', import.meta.url)";
const LOADER: &str = "import { initSync } from \"./luk.js\"; fetch(\"./split_pages.wasm\")
const __chunk_5 = makeLoad(fetch(\"./chunk_5.wasm\")
, []);
export const __wasm_split_load_english = wrapAsyncCb(makeLoad(fetch(\"./split_english.wasm\")
, [__chunk_5]));
export const __wasm_split_load_danish = wrapAsyncCb(makeLoad(fetch(\"./split_danish.wasm\")
, [__chunk_5]));
export const __wasm_split_load_norwegian = wrapAsyncCb(makeLoad(fetch(\"./split_norwegian.wasm\")
, [__chunk_5]));";
const CONFIG: &str = r#"{"clouds":[{"cloud":"global","clientId":"x","login":"https://login.example","graph":"https://login.example","azure":"https://login.example"}]}"#;

fn sources() -> Sources {
    let built = [
        ("index.html", PAGE),
        ("luk.css", "/* Why. */\na{}"),
        ("luk.js", SCRIPT),
        ("luk_bg.wasm", "the module"),
        ("__wasm_split.js", LOADER),
        ("split_pages.wasm", "the pages"),
        ("split_english.wasm", "English"),
        ("split_danish.wasm", "Danish, longer"),
        ("split_norwegian.wasm", "no"),
        ("chunk_5.wasm", "what both share"),
    ];
    let public = [
        ("boot.js", include_str!("../../../public/boot.js")),
        ("engine-boot.js", include_str!("../../../public/engine-boot.js")),
        ("sw.js", include_str!("../../../public/sw.js")),
        ("icon.svg", "<svg/>"),
    ];
    let files = |list: &[(&str, &str)]| {
        list.iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect()
    };
    Sources {
        built: files(&built),
        public: files(&public),
        readme: include_str!("../../../README.md").to_owned(),
        config: CONFIG.to_owned(),
    }
}

#[test]
fn the_style_sheet_is_sent_without_its_comments() {
    let site = site(Audience::Local);
    let sheet = site.files.iter().find(|(path, _)| path.ends_with(".css")).unwrap();
    assert_eq!(sheet.1.bytes, b"a{}\n");
}

#[test]
fn the_page_on_registering_luk_is_the_readmes_section() {
    let site = site(Audience::Local);
    let page = text(&site, "registration/index.html");
    for expected in [
        "<em>Single-page application</em>",
        "az ad app create",
        "New-MgApplication",
        "<code>AADSTS9002326</code>",
        "Content-Security-Policy",
        "<base href=\"../\">",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert!(
        !page.contains("What it promises") && !page.contains("<script"),
        "nothing else"
    );
}

fn site(audience: Audience) -> Site {
    finish(sources(), audience).unwrap()
}

fn text<'a>(site: &'a Site, path: &str) -> &'a str {
    std::str::from_utf8(&site.files[path].bytes).unwrap()
}

fn path_of<'a>(site: &'a Site, start: &str, end: &str) -> &'a str {
    let found: Vec<&String> = site
        .files
        .keys()
        .filter(|path| path.starts_with(start) && path.ends_with(end))
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0]
}

#[test]
fn every_route_has_a_page_that_refers_to_the_same_files() {
    let site = site(Audience::Local);
    let root = text(&site, "index.html");
    assert!(root.contains(r#"<base href="./">"#));
    for route in pages::ROUTES {
        let page = text(&site, &format!("{route}/index.html"));
        assert_eq!(
            page.replace(r#"<base href="../">"#, r#"<base href="./">"#),
            root,
            "{route}"
        );
        assert_ne!(page, root, "{route}");
    }
}

#[test]
fn the_browser_checks_the_scripts_of_the_page_against_their_sums() {
    let site = site(Audience::Local);
    let page = text(&site, "index.html");
    let sum = |path: &str| format!("integrity=\"{}\"", sums::integrity(&site.files[path].bytes));
    let boot = path_of(&site, "boot-", ".js");
    assert!(page.contains(&format!("src=\"./{boot}\" {}", sum(boot))));
    for script in [path_of(&site, "luk-", ".js"), path_of(&site, "parts-", ".js")] {
        assert!(page.contains(&format!("rel=\"modulepreload\" href=\"./{script}\" {}", sum(script))));
    }
}

#[test]
fn the_modules_script_and_the_loader_of_its_parts_name_each_other_and_every_part() {
    let site = site(Audience::Local);
    let (script, loader) = (path_of(&site, "luk-", ".js"), path_of(&site, "parts-", ".js"));
    assert!(text(&site, script).contains(&format!("from \"./{loader}\"")));
    // The module itself knows it by its old name.
    assert!(text(&site, script).contains("\"./__wasm_split.js\": import1"));
    assert!(text(&site, script).contains(path_of(&site, "luk-", ".wasm")));
    assert!(text(&site, loader).contains(&format!("from \"./{script}\"")));
    for part in ["pages-", "english-", "danish-", "shared-"] {
        assert!(text(&site, loader).contains(&format!("\"./{}\"", path_of(&site, part, ".wasm"))));
    }
}

#[test]
fn the_policy_stands_first_in_every_page_and_names_only_the_configured_origins() {
    let site = site(Audience::Public);
    for (path, file) in site.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(&file.bytes).unwrap();
        let policy = page.find("Content-Security-Policy").unwrap();
        assert!(page.find(" href=").unwrap() > policy, "{path}");
        assert!(page.find(" src=").is_none_or(|script| script > policy), "{path}");
        assert!(page.contains("connect-src 'self' https://login.example;"), "{path}");
        assert!(!page.contains("frame-ancestors"), "{path}");
        for unsafe_word in ["'unsafe-inline'", "'unsafe-eval'", "data:", "blob:", "*"] {
            assert!(!page.contains(unsafe_word), "{path}: {unsafe_word}");
        }
    }
    let header = site
        .headers
        .iter()
        .find(|header| header.name == "Content-Security-Policy")
        .unwrap();
    assert!(header.value.ends_with("; frame-ancestors 'none'"));
}

#[test]
fn no_page_holds_an_inline_script() {
    let site = site(Audience::Local);
    for page in site
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, _)| text(&site, path))
    {
        assert_eq!(
            page.matches("<script").count(),
            page.matches("<script type=\"module\" src=").count()
        );
        // Each of them is empty.
        assert_eq!(page.matches("<script").count(), page.matches("></script>").count());
        assert_eq!(page.matches("</script>").count(), page.matches("></script>").count());
    }
}

#[test]
fn each_file_that_boots_luk_refers_to_the_exact_content_it_was_built_with() {
    let before = site(Audience::Local);
    let mut changed = sources();
    changed
        .built
        .insert("luk_bg.wasm".to_owned(), b"another module".to_vec());
    let after = finish(changed, Audience::Local).unwrap();
    for (start, end) in [
        ("luk-", ".wasm"),
        ("luk-", ".js"),
        ("parts-", ".js"),
        ("engine-boot-", ".js"),
        ("boot-", ".js"),
    ] {
        assert_ne!(path_of(&before, start, end), path_of(&after, start, end));
    }
    assert!(text(&after, "index.html").contains(path_of(&after, "boot-", ".js")));
    assert!(text(&after, path_of(&after, "boot-", ".js")).contains(path_of(&after, "engine-boot-", ".js")));
    assert!(text(&after, path_of(&after, "engine-boot-", ".js")).contains(path_of(&after, "luk-", ".wasm")));
}

#[test]
fn only_files_named_by_their_content_are_kept_without_asking() {
    let site = site(Audience::Public);
    for (path, file) in &site.files {
        let by_content = [
            "luk-",
            "parts-",
            "pages-",
            "english-",
            "danish-",
            "norwegian-",
            "shared-",
            "engine-boot-",
            "boot-",
        ]
        .iter()
        .any(|start| path.starts_with(start));
        assert_eq!(file.caching == Caching::Immutable, by_content, "{path}");
    }
}

#[test]
fn the_service_worker_lists_every_file_but_itself_and_the_hosts_own_with_its_sum() {
    let site = site(Audience::Public);
    let worker = text(&site, "sw.js");
    let list = worker
        .split_once("Object.entries(")
        .unwrap()
        .1
        .split_once(')')
        .unwrap()
        .0;
    let list: BTreeMap<String, String> = serde_json::from_str(list).unwrap();
    let unlisted = ["sw.js", "_headers", "staticwebapp.config.json", "nginx.conf"];
    let expected: BTreeMap<String, String> = site
        .files
        .iter()
        .filter(|(path, _)| !unlisted.contains(&path.as_str()))
        .map(|(path, file)| {
            (
                path.trim_end_matches("index.html").to_owned(),
                sums::sha256_hex(&file.bytes),
            )
        })
        .collect();
    assert_eq!(list, expected);
    assert!(list.contains_key("") && list.contains_key("closing/"));
}

#[test]
fn a_change_in_any_file_is_a_new_build_and_the_same_files_are_the_same_build() {
    let worker = |change: Option<&str>| {
        let mut sources = sources();
        if let Some(path) = change {
            sources.public.insert(path.to_owned(), b"changed".to_vec());
        }
        text(&finish(sources, Audience::Local).unwrap(), "sw.js")
            .lines()
            .find(|line| line.contains("build ="))
            .unwrap()
            .to_owned()
    };
    assert_eq!(worker(None), worker(None));
    assert_ne!(worker(None), worker(Some("icon.svg")));
}

#[test]
fn a_template_that_lost_its_place_to_fill_in_is_an_error() {
    let mut broken = sources();
    broken
        .public
        .insert("sw.js".to_owned(), b"const build = 'fixed';".to_vec());
    assert!(matches!(finish(broken, Audience::Local), Err(FinishError::Placeholder { file, .. }) if file == "sw.js"));
}

#[test]
fn strict_transport_security_is_for_hosts_and_not_for_this_machine() {
    let has = |audience| {
        site(audience)
            .headers
            .iter()
            .any(|header| header.name == "Strict-Transport-Security")
    };
    assert!(has(Audience::Public));
    assert!(!has(Audience::Local));
}

#[test]
fn the_first_load_counts_page_style_scripts_module_a_language_and_the_configuration() {
    let site = site(Audience::Public);
    let mut kinds: Vec<&str> = site
        .first_load
        .iter()
        .map(|path| path.split(['-', '.']).next().unwrap())
        .collect();
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        [
            "boot", "config", "danish", "engine", "icon", "index", "luk", "luk", "luk", "parts", "shared"
        ]
    );
}

/// Address → header → value.
type Said = BTreeMap<String, BTreeMap<String, String>>;

#[test]
fn the_three_hosts_are_told_the_same_headers() {
    let site = site(Audience::Public);
    let addresses: Vec<String> = said_by_headers_file(text(&site, "_headers"), &[])
        .into_keys()
        .filter(|address| address != "/*")
        .collect();
    let netlify = said_by_headers_file(text(&site, "_headers"), &addresses);
    assert_eq!(
        netlify,
        said_by_static_web_app(text(&site, "staticwebapp.config.json"), &addresses)
    );
    assert_eq!(netlify, said_by_nginx(text(&site, "nginx.conf"), &addresses));
    assert!(addresses.contains(&"/".to_owned()) && addresses.contains(&"/closing/".to_owned()));
    for headers in netlify.values() {
        assert_eq!(
            headers.len(),
            site.headers.len() + 1,
            "every header of the list, and Cache-Control"
        );
    }
}

fn said_by_headers_file(file: &str, addresses: &[String]) -> Said {
    let mut said = Said::new();
    let mut address = String::new();
    for line in file.lines() {
        match line.strip_prefix("  ").and_then(|line| line.split_once(": ")) {
            Some((name, value)) => drop(
                said.entry(address.clone())
                    .or_default()
                    .insert(name.to_owned(), value.to_owned()),
            ),
            None => address = line.to_owned(),
        }
    }
    if addresses.is_empty() {
        return said;
    }
    let everywhere = said.remove("/*").unwrap();
    said.values_mut().for_each(|headers| headers.extend(everywhere.clone()));
    said
}

fn said_by_static_web_app(file: &str, addresses: &[String]) -> Said {
    let file: serde_json::Value = serde_json::from_str(file).unwrap();
    let read =
        |headers: &serde_json::Value| -> BTreeMap<String, String> { serde_json::from_value(headers.clone()).unwrap() };
    let routes = file["routes"].as_array().unwrap();
    let headers_of = |address: &String| {
        let route = routes.iter().find(|route| route["route"] == address.as_str()).unwrap();
        let mut headers = read(&file["globalHeaders"]);
        headers.extend(read(&route["headers"]));
        headers
    };
    addresses
        .iter()
        .map(|address| (address.clone(), headers_of(address)))
        .collect()
}

fn said_by_nginx(file: &str, addresses: &[String]) -> Said {
    let quoted = |line: &str| line.split('"').map(str::to_owned).collect::<Vec<_>>();
    let caching: Vec<String> = file
        .lines()
        .filter(|line| line.contains("set $luk_caching"))
        .flat_map(quoted)
        .collect();
    let names: Vec<String> = caching[4]
        .trim_start_matches("/(")
        .trim_end_matches(")$")
        .split('|')
        .map(|name| name.replace("\\.", "."))
        .collect();
    let headers_of = |address: &String| {
        file.lines()
            .filter_map(|line| line.strip_prefix("add_header "))
            .map(|line| {
                let name = line.split(' ').next().unwrap().to_owned();
                let value = match quoted(line).get(1) {
                    Some(value) => value.clone(),
                    None if names.contains(&address.trim_start_matches('/').to_owned()) => caching[6].clone(),
                    None => caching[1].clone(),
                };
                (name, value)
            })
            .collect()
    };
    addresses
        .iter()
        .map(|address| (address.clone(), headers_of(address)))
        .collect()
}
