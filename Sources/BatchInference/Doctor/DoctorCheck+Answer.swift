import AWSOperations

extension DoctorCheck {
    /// What a failure of its call says about a permission: that there is no such thing proves it.
    func answered(_ failure: AWSFailure) -> DoctorCheck {
        if let action = failure.deniedAction {
            let remedy = "request the permission \(action)"
            let loss = detail.isEmpty ? "denied" : "denied, so without \(detail)"
            var check = with(isOptional ? .warned : .denied, loss, remedy: remedy)
            check.missingAction = action
            return check
        }
        if failure.serviceError?.code == "NoSuchBucket" {
            return with(.failed, "no such bucket", remedy: "use another --bucket")
        }
        // Only of a permission, and only in a service's own words: a gateway's 404 proves nothing.
        if area == .permissions, failure.serviceError?.isServicesOwn == true,
            failure.isNotFound || failure.serviceError?.code == "ValidationException"
        {
            return with(.passed, detail)
        }
        if isOptional, Self.isUnknownService(failure) {
            return with(.notTried, "the endpoint doesn't offer this service")
        }
        if failure.isThrottling {
            return with(
                .warned, "\(failure.problem), so this is unknown", remedy: "try again in a minute")
        }
        switch failure {
        case .credentials: return with(.notTried, "no usable credentials")
        case .configuration(let problem, let remedy): return with(.failed, problem, remedy: remedy)
        case .transport(let error):
            var check = with(.failed, "\(error.host): \(error.detail)", remedy: failure.remedy)
            check.unreachable = error.host
            return check
        default: return with(.failed, failure.problem, remedy: failure.remedy)
        }
    }

    /// A stand-in for AWS need not have every service; it may take the request for another's, wrongly signed.
    private static func isUnknownService(_ failure: AWSFailure) -> Bool {
        guard let error = failure.serviceError else { return false }
        let codes: Set = [
            "UnknownOperationException", "UnknownOperation", "InvalidAction", "NotImplemented",
            "InvalidSignatureException", "SignatureDoesNotMatch",
        ]
        return codes.contains(error.code) || error.httpStatus == 501
    }

    /// No answer came in time.
    func silent(after seconds: Double) -> DoctorCheck {
        with(
            .failed, "no response within \(DisplayText.duration(seconds: seconds))",
            remedy: "check the endpoint, the proxy settings and the network")
    }
}
