/// One HTTP response before it is written.
struct WireResponse: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        /// A part of a file, streamed.
        case file(path: String, range: Range<Int>)
        /// No body, but the length that the body of a GET would have.
        case headOnly(length: Int)
    }

    var status: Int
    var headers: [(name: String, value: String)]
    var body: Body

    init(status: Int = 200, headers: [(name: String, value: String)] = [], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func text(_ text: String, status: Int = 200, contentType: String) -> WireResponse {
        WireResponse(
            status: status, headers: [(name: "Content-Type", value: contentType)], body: .bytes(Array(text.utf8)))
    }

    static func xml(_ element: XMLElement, status: Int = 200, contentType: String = "application/xml") -> WireResponse {
        text(#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n" + element.text, status: status, contentType: contentType)
    }
}
