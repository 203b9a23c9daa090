//! Renewing the token.

use std::time::Duration;

use crate::{
    error::{Failure, VaultError},
    server::{Budget, Server},
    transport::Method,
    wire,
};

pub(crate) fn renew(server: &Server, budget: &mut Budget) -> Result<Duration, Failure> {
    match server.ask_at(budget, Method::Post, "auth/token/renew-self", "{}") {
        Ok(answer) => wire::lease(&answer.body).map(Duration::from_secs),
        // Such as a token of a kind that cannot be renewed.
        Err(Failure::BadRequest) => Err(VaultError::Token.into()),
        Err(failure) => Err(failure),
    }
}
