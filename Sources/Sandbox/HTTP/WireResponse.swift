import AWSOperations

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

/// A request refused: what an AWS service would answer in its place.
struct ServiceFault: Error, Sendable {
    var code: String
    var message: String
    var status: Int
    /// Further elements of an S3 error, such as the region that a bucket is in.
    var details: [(name: String, value: String)] = []

    init(_ code: String, _ message: String, status: Int = 400, details: [(name: String, value: String)] = []) {
        self.code = code
        self.message = message
        self.status = status
        self.details = details
    }

    /// SageMaker's answer to a value that breaks a rule.
    static func validation(_ message: String) -> ServiceFault {
        ServiceFault("ValidationException", message)
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes a fault as the service that was asked writes its errors.
struct FaultWriter {
    var service: ServiceIdentity
    var request: WireRequest
    var requestID: String

    func response(to fault: ServiceFault) -> WireResponse {
        switch service.style {
        case .json(let version): json(fault, version: version)
        case .query(let namespace): query(fault, namespace: namespace)
        case .restXML: restXML(fault)
        }
    }

    private func json(_ fault: ServiceFault, version: String) -> WireResponse {
        // Errors that the service model names carry `Message`, the others `message`.
        let isModelled = ["ResourceNotFound", "ResourceInUse", "ResourceLimitExceeded"].contains(fault.code)
        let body = ["__type": fault.code, isModelled ? "Message" : "message": fault.message]
        let bytes = (try? JSONEncoder().encode(body)).map(Array.init) ?? []
        var headers: [(name: String, value: String)] = [("Content-Type", "application/x-amz-json-\(version)")]
        if case .cloudWatch = service {
            headers.append(("x-amzn-query-error", "\(fault.code);\(fault.status < 500 ? "Sender" : "Receiver")"))
        }
        return WireResponse(status: fault.status, headers: headers, body: .bytes(bytes))
    }

    private func query(_ fault: ServiceFault, namespace: String) -> WireResponse {
        .xml(
            XMLElement(
                "ErrorResponse", namespace: namespace,
                [
                    XMLElement(
                        "Error",
                        [
                            XMLElement("Type", fault.status < 500 ? "Sender" : "Receiver"),
                            XMLElement("Code", fault.code), XMLElement("Message", fault.message),
                        ]), XMLElement("RequestId", requestID),
                ]), status: fault.status, contentType: "text/xml")
    }

    private func restXML(_ fault: ServiceFault) -> WireResponse {
        var response = WireResponse.xml(
            XMLElement(
                "Error",
                [XMLElement("Code", fault.code), XMLElement("Message", fault.message)]
                    + fault.details.map { XMLElement($0.name, $0.value) }
                    + [
                        XMLElement("Resource", request.path),
                        XMLElement("RequestId", String(requestID.filter { $0 != "-" }.prefix(16)).uppercased()),
                        XMLElement("HostId", requestID),
                    ]), status: fault.status)
        if let region = fault.details.first(where: { $0.name == "Region" })?.value {
            response.headers.append(("x-amz-bucket-region", region))
        }
        // An answer to HEAD has no body, so its status has to say it all.
        if request.method == "HEAD" { response.body = .headOnly(length: 0) }
        return response
    }
}

/// Dates as HTTP headers have them: `Sun, 22 Nov 2026 19:16:02 GMT`.
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(_ moment: Timestamp) -> String {
        let date = CalendarDate(moment)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        // 1 January 1970 was a Thursday.
        let day = days[Int((moment.secondsSinceEpoch / 86_400).rounded(.down)) % 7]
        return "\(day), \(two(date.day)) \(months[date.month - 1]) \(date.year) "
            + "\(two(date.hour)):\(two(date.minute)):\(two(date.second)) GMT"
    }
}
