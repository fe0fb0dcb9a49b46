import AWSOperations
import AWSSigning

/// A call with its endpoint and signature: ready to be sent.
struct SignedCall: Sendable {
    var request: HTTPRequest
    /// Host and port.
    var authority: String
    /// The region that it is signed for.
    var region: String
    /// The clock that it is signed by, in seconds since 1970.
    var signedAt: Double
}

/// Turns calls into signed HTTP requests.
struct CallSigner {
    let configuration: ClientConfiguration
    let bucketRegions: BucketRegions
    private let keys = SigningKeys()
    private let knownEndpoints = KnownEndpoints()

    init(configuration: ClientConfiguration, bucketRegions: BucketRegions) {
        self.configuration = configuration
        self.bucketRegions = bucketRegions
    }

    /// Milliseconds for an answer of at most 16 MB, and for an object or a part of one that goes in one piece.
    private static let longestAnswer = 300_000
    private static let longestWholeObject = 1_800_000

    func sign(_ call: Call, credentials: Credentials, now: Double) throws(AWSFailure) -> SignedCall {
        let (endpoint, authority, path) = try place(call)
        let query = Self.query(call.query)
        let service = call.operation.service
        let bodyHash = SHA256.hexDigest(call.body)
        let headers = call.headers + [(name: "Host", value: authority)]
        let added =
            call.isUnsigned
            ? []
            : SignatureV4.sign(
                method: call.method.rawValue, path: path, query: query, headers: headers, bodyHash: bodyHash,
                credentials: credentials, scope: SigningScope(region: endpoint.region, service: service.signingName),
                time: SigningTime(secondsSinceEpoch: now), keys: keys)
        let url = endpoint.scheme + "://" + authority + path + (query.isEmpty ? "" : "?" + query)
        var request = HTTPRequest(
            url: url, headers: headers + added + [(name: "User-Agent", value: configuration.userAgent)],
            options: options(for: call, url: url))
        if let key = call.possessionKey, let proof = ProofOfPossession.header(for: url, now: now, key: key) {
            request.headers.append((name: "DPoP", value: proof))
        }
        request.body = call.body
        // Objects alone are longer; and what JSON or XML is made into takes several times as much.
        if call.operation.service != .s3 { request.bodyLimit = 16 << 20 }
        return SignedCall(request: request, authority: authority, region: endpoint.region, signedAt: now)
    }

    /// A URL with its signature in it, which works by itself for so many seconds.
    func presign(
        _ call: Call, credentials: Credentials, now: Double, seconds: Int
    ) throws(AWSFailure) -> String {
        let (endpoint, authority, path) = try place(call)
        let query = SignatureV4.presign(
            method: call.method.rawValue, path: path, query: Self.query(call.query),
            headers: [(name: "Host", value: authority)], expiresIn: seconds, credentials: credentials,
            scope: SigningScope(region: endpoint.region, service: call.operation.service.signingName),
            time: SigningTime(secondsSinceEpoch: now))
        return "\(endpoint.scheme)://\(authority)\(path)?\(query)"
    }

    private func options(for call: Call, url: String) -> HTTPRequest.Options {
        var options = HTTPRequest.Options(method: call.method, streamsBody: call.streamsBody)
        options.expectsMuch = call.operation == GetObjectRequest.operation
        // libcurl sends a request again by itself when a kept connection turns out dead; a create must not be doubled.
        options.usesFreshConnection = call.effect == .create
        options.bypassesProxy = configuration.bypassesProxy
        if let proxies = configuration.proxies, !configuration.bypassesProxy {
            options.proxy = proxies.proxy(for: url)
            options.bypassesProxy = options.proxy == nil
        }
        options.idleSeconds = configuration.idleTimeout
        // S3 sends a space now and then while it puts the parts of an upload together.
        if call.operation == CompleteMultipartUploadRequest.operation { options.leastBytesPerSecond = 1 }
        if !call.streamsBody {
            options.totalMilliseconds = call.operation.service == .s3 ? Self.longestWholeObject : Self.longestAnswer
        }
        options.caBundle = configuration.caBundle?.value
        return options
    }

    private func place(_ call: Call) throws(AWSFailure) -> (endpoint: Endpoint, authority: String, path: String) {
        switch call.target {
        case .service:
            let endpoint = try endpoint(for: call.operation.service, region: call.region)
            return (endpoint, endpoint.authority, endpoint.basePath + "/")
        case .path(let path):
            let endpoint = try endpoint(for: call.operation.service, region: call.region)
            return (endpoint, endpoint.authority, endpoint.basePath + path)
        case .bucket(let bucket, let key):
            guard !bucket.isEmpty else {
                throw .configuration(problem: "no bucket given", remedy: "write s3://BUCKET/KEY")
            }
            let endpoint = try endpoint(for: .s3, region: bucketRegions[bucket])
            let (authority, path) = S3AddressingRules.locate(
                bucket: bucket, key: key, at: endpoint, style: configuration.s3Addressing)
            return (endpoint, authority, path)
        }
    }

    private func endpoint(for service: AWSService, region known: String?) throws(AWSFailure) -> Endpoint {
        guard let wanted = known ?? configuration.region?.value else {
            throw .configuration(
                problem: "no region is set",
                remedy: "add --region, set AWS_REGION, or set the profile's region with: aws configure")
        }
        return try knownEndpoints.endpoint(of: service, in: wanted) { () throws(AWSFailure) in
            try resolve(service, region: EndpointRules.servingRegion(of: service, for: wanted))
        }
    }

    private func resolve(_ service: AWSService, region: String) throws(AWSFailure) -> Endpoint {
        guard let own = configuration.endpoints[service] else {
            guard EndpointRules.isOffered(service, in: region) else {
                throw .configuration(
                    problem: "\(service.displayName) isn't available in \(region)'s partition",
                    remedy:
                        "go without it there, or set its endpoint with AWS_ENDPOINT_URL_\(service.endpointEnvironmentName)"
                )
            }
            let options = configuration.endpointOptions
            if let endpoint = EndpointRules.endpoint(for: service, region: region, options: options) {
                return endpoint
            }
            throw .configuration(
                problem:
                    "\(service.displayName) has no \(options.usesFIPS ? "FIPS" : "dual-stack") endpoint in \(region)",
                remedy: "unset AWS_USE_FIPS_ENDPOINT or use_fips_endpoint, or choose another region")
        }
        guard let endpoint = Endpoint(url: own.value, region: region) else {
            throw .configuration(
                problem: "\(Redactor.url(own.value)) (\(own.origin)) isn't an endpoint URL",
                remedy: "use a URL such as https://HOST or http://127.0.0.1:PORT")
        }
        return endpoint
    }

    private static func query(_ parameters: [(name: String, value: String)]) -> String {
        if parameters.isEmpty { return "" }
        return parameters.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }
            .joined(separator: "&")
    }
}
