//! Requests: from every route that the model knows, with ids of this tenant and of another one, and with what goes
//! wrong on purpose.

use std::collections::BTreeMap;

use http::{Method, Request, Response};
use practice::Tenant;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::properties::routes::{ARM, BODIES, FILE, GRAPH, QUERIES, ROUTES, SCOPES};
use crate::world::{EVERYTHING, SECOND_FACTOR, World, body, header};

/// What is wrong on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    None,
    OtherBody(usize),
    OtherMethod(usize),
    NoToken,
    Forged,
    Expired,
    WrongAudience,
    Over4Megabytes,
    BatchOf21,
    DeepJson,
}

#[derive(Debug, Clone)]
pub(super) struct Sent {
    route: usize,
    ids: [usize; 2],
    /// An id of anything, in place of one that fits.
    is_wild: bool,
    query: usize,
    pub(super) trouble: Trouble,
    pause: u16,
}

impl Sent {
    pub(super) fn is_for_an_api(&self) -> bool {
        matches!(ROUTES[self.route].1, GRAPH | ARM)
    }

    /// Whether it asks to delete something for good, and with nothing wrong about it.
    pub(super) fn is_purge(&self) -> bool {
        ROUTES[self.route].0 == "DELETE"
            && ROUTES[self.route].2.contains("/deletedItems/")
            && self.trouble == Trouble::None
    }

    pub(super) fn is_restore(&self) -> bool {
        ROUTES[self.route].2.ends_with("/restore")
    }
}

/// Any request.
pub(super) fn sent() -> impl Strategy<Value = Sent> {
    about(|_| true)
}

/// A request that deletes, restores or purges something in the directory.
pub(super) fn deletion() -> impl Strategy<Value = Sent> {
    about(|path| {
        path.contains("/deletedItems/")
            || ["{user}", "{group}", "{application}"]
                .iter()
                .any(|kind| path.ends_with(kind))
    })
}

fn about(wanted: impl Fn(&str) -> bool) -> impl Strategy<Value = Sent> {
    let routes: Vec<usize> = (0..ROUTES.len()).filter(|route| wanted(ROUTES[*route].2)).collect();
    let trouble = prop_oneof![
        12 => Just(Trouble::None),
        4 => (0..BODIES.len()).prop_map(Trouble::OtherBody),
        2 => (0..METHODS.len()).prop_map(Trouble::OtherMethod),
        1 => Just(Trouble::NoToken),
        1 => Just(Trouble::Forged),
        1 => Just(Trouble::Expired),
        1 => Just(Trouble::WrongAudience),
        1 => Just(Trouble::BatchOf21),
        1 => Just(Trouble::DeepJson),
    ];
    // Four megabytes take a while to look at, so they are rare.
    let trouble = prop_oneof![60 => trouble, 1 => Just(Trouble::Over4Megabytes)];
    let query = prop_oneof![2 => Just(0), 1 => 0..QUERIES.len()];
    (
        prop::sample::select(routes),
        [any::<usize>(), any::<usize>()],
        prop::bool::weighted(0.15),
        query,
        trouble,
        0_u16..90,
    )
        .prop_map(|(route, ids, is_wild, query, trouble, pause)| Sent {
            route,
            ids,
            is_wild,
            query,
            trouble,
            pause,
        })
}

const METHODS: &[&str] = &[
    "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "BREW",
];

/// A cloud with its tokens and ids.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) world: World,
    graph: String,
    arm: String,
    expired: String,
    cookie: String,
    ids: BTreeMap<&'static str, Vec<String>>,
}

fn token(world: &World) -> String {
    world.tokens["access_token"].as_str().unwrap().to_owned()
}

fn ids_of(state: &Value, ids: &mut Vec<String>) {
    match state {
        Value::Object(object) => {
            for (name, value) in object {
                match value.as_str() {
                    Some(id) if name == "id" || name == "appId" => ids.push(id.to_owned()),
                    _ => ids_of(value, ids),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| ids_of(value, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

pub(super) fn everything() -> Place {
    let admin = "admin@all.onmicrosoft.com";
    let mut world = World::new(Tenant::from_json(FILE).unwrap());
    world.sign_in(admin, &format!("{EVERYTHING} {SCOPES}"));
    let expired = token(&world);
    world.cloud.expire_tokens();
    world.tokens = body(&world.refresh(&format!("{EVERYTHING} {SCOPES}")));
    let graph = token(&world);
    world.sign_in_to_azure(admin, SECOND_FACTOR);
    let arm = token(&world);
    let form = "account=admin%40all.onmicrosoft.com&password=practice&next=%2F";
    let signing_in =
        Request::post("http://localhost:8084/sign-in").header("content-type", "application/x-www-form-urlencoded");
    let signed_in = world.call(signing_in.body(form.as_bytes().to_vec()).unwrap());
    let cookie = header(&signed_in, "set-cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let state = world.cloud.inspect();
    let of = |kinds: &[&str]| {
        let mut ids = Vec::new();
        kinds.iter().for_each(|kind| ids_of(&state[kind], &mut ids));
        ids
    };
    let mut any = Vec::new();
    ids_of(&state, &mut any);
    ids_of(
        &World::new(practice::TenantName::Contoso).cloud.inspect()["users"],
        &mut any,
    );
    for strange in [
        "person@all.example",
        "me",
        "..",
        "%00",
        "not-a-guid",
        "0",
        "%F0%9F%8E%89",
        "'",
    ] {
        any.push(strange.to_owned());
    }
    any.push("a".repeat(5000));
    let ids = BTreeMap::from([
        ("user", of(&["users"])),
        ("group", of(&["groups"])),
        // What can be in the bin.
        ("binned", of(&["users", "groups", "applications"])),
        ("device", of(&["devices"])),
        ("unit", of(&["administrativeUnits"])),
        ("application", of(&["applications"])),
        ("principal", of(&["servicePrincipals"])),
        ("policy", of(&["policies"])),
        ("tenant", of(&["tenant"])),
        ("azure", of(&["azureSubscriptions"])),
        ("subscription", of(&["subscriptions"])),
        ("any", any),
    ]);
    Place {
        world,
        graph,
        arm,
        expired,
        cookie,
        ids,
    }
}

impl Place {
    /// Lets the time pass that lies before a request, so that nothing happens by itself during it.
    pub(super) fn settle(&mut self) {
        let keys = "http://localhost:8081/common/discovery/v2.0/keys";
        self.world.call(Request::get(keys).body(Vec::new()).unwrap());
    }

    pub(super) fn send(&mut self, sent: &Sent) -> Response<Vec<u8>> {
        let (method, port, path, content) = ROUTES[sent.route];
        let mut numbers = sent.ids.iter().cycle();
        let mut filled = |text: &str| {
            let mut parts = text.split('{');
            let mut whole = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                // A body of JSON holds braces of its own.
                let Some((kind, rest)) = part.split_once('}').filter(|(kind, _)| self.ids.contains_key(*kind)) else {
                    whole.push('{');
                    whole += part;
                    continue;
                };
                let ids = &self.ids[if sent.is_wild { "any" } else { kind }];
                whole += &ids[numbers.next().unwrap() % ids.len()];
                whole += rest;
            }
            whole
        };
        let (mut method, mut path) = (method.to_owned(), filled(path));
        let mut content = filled(content).into_bytes();
        let own = if port == ARM { &self.arm } else { &self.graph };
        let mut bearer = Some(own.clone());
        let mut port = port;
        match sent.trouble {
            Trouble::None => {}
            Trouble::OtherBody(number) => content = BODIES[number].to_vec(),
            Trouble::OtherMethod(number) => method = METHODS[number].to_owned(),
            Trouble::NoToken => bearer = None,
            Trouble::Forged => bearer = Some(format!("{own}x")),
            Trouble::Expired => bearer = Some(self.expired.clone()),
            Trouble::WrongAudience => bearer = Some(if port == ARM { &self.graph } else { &self.arm }.clone()),
            Trouble::Over4Megabytes => content = vec![b' '; 4 * 1024 * 1024 + 1],
            Trouble::DeepJson => content = "[".repeat(5000).into_bytes(),
            Trouble::BatchOf21 => {
                (method, port, path) = ("POST".to_owned(), GRAPH, "/v1.0/$batch".to_owned());
                bearer = Some(self.graph.clone());
                let items = (0..21).map(|number| json!({"id": number.to_string(), "method": "GET", "url": "/me"}));
                content = json!({"requests": items.collect::<Vec<_>>()}).to_string().into_bytes();
            }
        }
        // The expired token was Graph's.
        if sent.trouble == Trouble::Expired && port == ARM {
            bearer = Some(format!("{own}x"));
        }
        if !QUERIES[sent.query].is_empty() && sent.trouble != Trouble::BatchOf21 {
            path += if path.contains('?') { "&" } else { "?" };
            path += &QUERIES[sent.query].replace(' ', "%20").replace('"', "%22");
        }
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(format!("http://localhost:{port}{path}"))
            .header("origin", "http://localhost:8080")
            .header(
                "content-type",
                if !sent.is_for_an_api() {
                    "application/x-www-form-urlencoded"
                } else {
                    "application/json"
                },
            )
            .header("consistencylevel", "eventual")
            .header("range", "bytes=5-2");
        if !sent.is_for_an_api() && sent.trouble != Trouble::NoToken {
            request = request.header("cookie", &self.cookie);
        }
        if let Some(bearer) = bearer {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        let answer = self.world.call(request.body(content).unwrap());
        self.world.wait(sent.pause.into());
        answer
    }
}
