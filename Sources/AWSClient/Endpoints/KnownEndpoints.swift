import AWSOperations
import Synchronization

/// The endpoints that were worked out already: what they come of stays as it is for the life of a client.
final class KnownEndpoints: Sendable {
    private struct Place: Hashable {
        var service: AWSService
        var region: String
    }

    private let endpoints = Mutex<[Place: Endpoint]>([:])

    /// The endpoint of a service in a region, by `resolve` where it is asked for the first time.
    func endpoint(
        of service: AWSService, in region: String, _ resolve: () throws(AWSFailure) -> Endpoint
    ) throws(AWSFailure) -> Endpoint {
        let place = Place(service: service, region: region)
        if let known = endpoints.withLock({ $0[place] }) { return known }
        let endpoint = try resolve()
        endpoints.withLock { $0[place] = endpoint }
        return endpoint
    }
}
