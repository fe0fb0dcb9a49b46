/// The id under which AWS support finds a request.
enum RequestID {
    static func find(_ head: HTTPHead) -> String? {
        ["x-amzn-requestid", "x-amz-request-id"].lazy.compactMap { head[$0] }.first { !$0.stripped.isEmpty }
    }
}
