/// The id under which AWS support finds a request.
enum RequestID {
    static func find(_ head: HTTPHead) -> String? {
        head["x-amzn-requestid"] ?? head["x-amz-request-id"]
    }
}
