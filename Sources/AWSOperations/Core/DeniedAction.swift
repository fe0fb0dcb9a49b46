extension AWSFailure {
    /// The IAM action that the caller lacks, as the service names it; nil where nothing was denied for want of one.
    public var deniedAction: String? {
        guard let error = serviceError, isRefusedByPolicy else { return nil }
        // `… is not authorized to perform: sagemaker:ListModels on resource: …`
        guard let mark = error.message.firstRange(of: "not authorized to perform: ") else {
            // `The ciphertext refers to a customer master key that does not exist, … or you are not allowed to access.`
            let concernsKey = error.message.firstRange(of: "ciphertext") != nil
            return concernsKey ? "kms:Decrypt" : error.operation.iamAction
        }
        let said = error.message[mark.upperBound...].prefix {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ":" || $0 == "-")
        }
        return said.contains(":") ? String(said) : error.operation.iamAction
    }

    /// Whether a policy forbids the call, rather than that the keys are wrong or have expired.
    private var isRefusedByPolicy: Bool {
        guard let error = serviceError else { return false }
        return Self.deniedCodes.contains(error.code) || (error.httpStatus == 403 && error.code.isEmpty)
    }
}
