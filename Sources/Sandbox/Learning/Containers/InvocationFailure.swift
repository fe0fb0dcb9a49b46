/// A container's refusal of a request: an HTTP status and the text of the reply's body.
struct InvocationFailure: Error, Hashable, Sendable {
    var status: Int
    var message: String

    static func badRequest(_ message: String) -> InvocationFailure { InvocationFailure(status: 400, message: message) }
}

/// A container's answer to one invocation.
struct InvocationReply: Hashable, Sendable {
    var contentType: String
    var body: [UInt8]
    /// What each container wrote to its log during the invocation, in the model's order.
    var logs: [[String]]
}
