/// A container's refusal of a request: an HTTP status and the text of the reply's body.
struct InvocationFailure: Error, Hashable, Sendable {
    var status: Int
    var message: String

    static func badRequest(_ message: String) -> InvocationFailure { InvocationFailure(status: 400, message: message) }

    static func unsupported(contentType: String) -> InvocationFailure {
        InvocationFailure(status: 415, message: "'\(contentType)' is an unsupported content type.")
    }

    static func unsupported(accept: String) -> InvocationFailure {
        InvocationFailure(status: 406, message: "Accept type '\(accept)' is not supported.")
    }

    /// What the server in front of a container answers.
    static let tooLarge = InvocationFailure(
        status: 413,
        message: "<html>\n<head><title>413 Request Entity Too Large</title></head>\n<body>\n"
            + "<center><h1>413 Request Entity Too Large</h1></center>\n</body>\n</html>")
}

/// A container's answer to one invocation.
struct InvocationReply: Hashable, Sendable {
    var contentType: String
    var body: [UInt8]
}

/// One invocation of a whole pipeline: its answer, and what each container wrote to its log, in the model's order.
struct Invocation: Sendable {
    var outcome: Result<InvocationReply, InvocationFailure>
    var logs: [[String]]
}
