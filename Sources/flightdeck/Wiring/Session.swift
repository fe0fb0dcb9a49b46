/// Whose account and which service a run of the program works with.
struct Session: Hashable, Sendable {
    /// Nil where keys come from elsewhere than a profile.
    var profile: String?
    var region: String
    /// A configured endpoint, where one is in force.
    var endpoint: String?
    /// The price list's, likewise.
    var priceEndpoint: String?
    /// Whether it is the embedded sandbox.
    var isDemo: Bool

    /// Whether the services answer on this machine, where asking often costs nothing.
    var isLocal: Bool {
        guard let endpoint else { return false }
        return ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { endpoint.hasPrefix($0) }
    }
}
