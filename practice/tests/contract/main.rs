//! What the practice cloud promises, told by requests and answers only.

#[cfg(test)]
mod admin_centers;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod azure;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod bad_tokens;
#[cfg(test)]
mod billing;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod chats;
#[cfg(test)]
mod collaboration;
#[cfg(test)]
mod continuous_access;
#[cfg(test)]
mod control;
#[cfg(test)]
mod ediscovery;
#[cfg(test)]
mod entra_rules;
#[cfg(test)]
mod fault_families;
#[cfg(test)]
mod fault_tokens;
#[cfg(test)]
mod files;
#[cfg(test)]
mod graph;
#[cfg(test)]
mod homes;
#[cfg(test)]
mod names;
#[cfg(test)]
mod obstacles;
#[cfg(test)]
mod outside;
#[cfg(test)]
mod people;
#[cfg(test)]
mod portals;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod queries;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod tenant_files;
#[cfg(test)]
mod tenants;
#[cfg(test)]
mod throttling;
#[cfg(test)]
mod transport;
#[cfg(test)]
mod world;
