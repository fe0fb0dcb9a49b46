import AWSOperations

/// One object to transform, and where its predictions go.
struct TransformTask: Hashable, Sendable {
    var input: S3Location
    var size: Int
    var output: S3Location
    /// Which instance works on it, from 0.
    var instance: Int
}

/// Finds a job's input objects.
struct TransformInputs: Sendable {
    let request: CreateTransformJobRequest
    let objects: any TransformObjects
    let region: String
    let executionRoleArn: String

    /// The tasks in the order of keys, shared out among the instances in turn.
    func tasks() async throws(TransformFailure) -> [TransformTask] {
        let source = request.transformInput.dataSource.s3DataSource
        guard let location = S3Location(source.s3Uri) else {
            throw TransformFailure(reason: "ClientError: Invalid S3 URI: \(source.s3Uri)")
        }
        guard let output = S3Location(request.transformOutput.s3OutputPath) else {
            throw TransformFailure(reason: "ClientError: Invalid S3 URI: \(request.transformOutput.s3OutputPath)")
        }
        let found =
            source.s3DataType == .manifestFile
            ? try await objectsInManifest(at: location) : try await objectsBelow(location)
        guard !found.isEmpty else { throw noObjects(under: source.s3Uri) }
        return found.enumerated().map { index, object in
            TransformTask(
                input: object.location, size: object.size,
                output: S3Location(
                    bucket: output.bucket, key: Self.outputKey(for: object.rest, below: output.key)),
                instance: index % max(1, request.transformResources.instanceCount))
        }
    }

    private typealias Found = (location: S3Location, size: Int, rest: String)

    private func objectsBelow(_ location: S3Location) async throws(TransformFailure) -> [Found] {
        let listed: [TransformObject]
        do {
            listed = try await objects.objects(inBucket: location.bucket, withPrefix: location.key)
        } catch {
            throw .internalError
        }
        // An empty object whose key ends in a slash is a console's folder.
        return listed.filter { !($0.size == 0 && $0.key.hasSuffix("/")) }.map { object in
            (
                S3Location(bucket: location.bucket, key: object.key), object.size,
                Self.rest(of: object.key, belowPrefix: location.key)
            )
        }
    }

    /// A manifest is a JSON list: an object with `prefix`, then keys relative to it.
    private func objectsInManifest(at location: S3Location) async throws(TransformFailure) -> [Found] {
        let read: [UInt8]?
        do {
            read = try await objects.bytes(inBucket: location.bucket, key: location.key)
        } catch is TransformObjectDenied {
            read = nil
        } catch {
            throw .internalError
        }
        guard let read else { throw noObjects(under: location.uri) }
        guard case .array(let entries)? = try? JSONValue(parsing: read[...]),
            case .string(let prefix)? = entries.first?["prefix"], let base = S3Location(prefix)
        else {
            throw TransformFailure(
                reason: "ClientError: Unable to parse the manifest \(location.uri): a JSON list is needed that begins "
                    + "with {\"prefix\": \"s3://…\"}")
        }
        var found: [Found] = []
        for entry in entries.dropFirst() {
            guard case .string(let rest) = entry else {
                throw TransformFailure(
                    reason: "ClientError: Unable to parse the manifest \(location.uri): \(entry.text) is no key")
            }
            let object = S3Location(bucket: base.bucket, key: base.key + rest)
            let listed = try? await objects.objects(inBucket: object.bucket, withPrefix: object.key)
            guard let match = listed?.first(where: { $0.key == object.key }) else { throw noObjects(under: object.uri) }
            found.append((object, match.size, rest))
        }
        return found.sorted { $0.location < $1.location }
    }

    /// What of a key stands in the output's key.
    ///
    /// The rest below the prefix where that ends at a slash; otherwise the rest below the prefix's last slash, so that
    /// names stay whole.
    static func rest(of key: String, belowPrefix prefix: String) -> String {
        let below = key.utf8.dropFirst(prefix.utf8.count)
        let slash = UInt8(ascii: "/")
        if prefix.isEmpty || prefix.utf8.last == slash { return String(Substring(below)) }
        if below.first == slash { return String(Substring(below.dropFirst())) }
        guard let folderEnd = prefix.utf8.lastIndex(of: slash) else { return key }
        let folderLength = prefix.utf8.distance(from: prefix.utf8.startIndex, to: folderEnd) + 1
        return String(Substring(key.utf8.dropFirst(folderLength)))
    }

    static func outputKey(for rest: String, below path: String) -> String {
        (path.isEmpty || path.hasSuffix("/") ? path : path + "/") + rest + ".out"
    }

    private func noObjects(under uri: String) -> TransformFailure {
        TransformFailure(
            reason:
                "ClientError: No S3 objects found under S3 URL \"\(uri)\" given in input data source. Please ensure "
                + "that the bucket exists in the selected region (\(region)), that objects exist under that S3 prefix, "
                + "and that the role \"\(executionRoleArn)\" has \"s3:ListBucket\" permissions on the bucket.")
    }
}

/// Why a whole job fails: DescribeTransformJob's FailureReason.
struct TransformFailure: Error, Hashable, Sendable {
    var reason: String

    static let internalError = TransformFailure(
        reason: "InternalServerError: We encountered an internal error. Please try again.")
    /// What AWS says whenever the cause is in the logs.
    static let clientError = TransformFailure(reason: "ClientError: See job logs for more information")
    static let algorithmError = TransformFailure(reason: "AlgorithmError: See job logs for more information")

    static func cannotWrite(_ uri: String, _ roleArn: String) -> TransformFailure {
        TransformFailure(
            reason: "ClientError: Could not write the output to \(uri): Access Denied. Please ensure that the role "
                + "\"\(roleArn)\" has \"s3:PutObject\" permissions on it.")
    }

    /// What CreateModel and a transform say of a role that SageMaker cannot take on.
    static func unassumableRole(_ arn: String) -> String {
        "Could not assume role \(arn). Please ensure that the role exists and allows principal "
            + "'sagemaker.amazonaws.com' to assume the role."
    }
}
