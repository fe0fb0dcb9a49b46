import AWSOperations

/// What a running transform tells the service, in order.
enum TransformEvent: Hashable, Sendable {
    /// A line for a log stream; the service adds the time.
    case log(stream: TransformLogStream, line: String)
    /// A whole output object, to be stored.
    case output(location: S3Location, bytes: [UInt8])
    /// Outputs to be removed again: a stopped job keeps none.
    case withdrawn([S3Location])
    case progress(TransformProgress)
}

/// A log stream of a transform job, by what writes it.
enum TransformLogStream: Hashable, Sendable {
    /// Container `number` (from 1) of `count` on instance `instance` (from 0).
    ///
    /// A single container's stream is `<job>/<instance>-<epoch>`; the streams of a pipeline end in `/container-N`.
    case container(instance: Int, number: Int, count: Int)
    /// `<job>/<instance>-<epoch>/data-log`: what the agent beside the containers writes.
    case data(instance: Int)
}

/// How far a transform has come.
struct TransformProgress: Hashable, Sendable {
    var objectsDone = 0
    var objects = 0
    var bytesDone = 0
    var bytes = 0
    var recordsDone = 0
    var batchesDone = 0

    /// From 0 to 1, by bytes read.
    var fraction: Double {
        bytes == 0 ? (objects == 0 ? 1 : Double(objectsDone) / Double(objects)) : Double(bytesDone) / Double(bytes)
    }
}

/// How a transform ended.
enum TransformOutcome: Hashable, Sendable {
    case completed(TransformProgress)
    /// `reason` is DescribeTransformJob's FailureReason.
    case failed(reason: String, TransformProgress)
    case stopped(TransformProgress)
}
