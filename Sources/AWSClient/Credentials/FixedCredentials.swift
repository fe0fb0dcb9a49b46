import AWSSigning

/// Credentials that are what they are.
struct FixedCredentials: CredentialsSource {
    let credentials: Credentials
    func current() -> Credentials { credentials }
    func replace(_ refused: Credentials) -> Bool { false }
}
